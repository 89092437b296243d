using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace PowerMeter.Shared.Database;

/// <summary>The configuration and the status of sensors. Samples and roll-ups are plain SQL, where speed is the point.</summary>
public sealed partial class PowerMeterContext(DbContextOptions<PowerMeterContext> options) : DbContext(options)
{
    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<User> Users => Set<User>();

    public DbSet<MeasureType> MeasureTypes => Set<MeasureType>();

    public DbSet<Sensor> Sensors => Set<Sensor>();

    public DbSet<Provider> Providers => Set<Provider>();

    public DbSet<ContractRow> Contracts => Set<ContractRow>();

    public DbSet<SensorStatus> SensorStatus => Set<SensorStatus>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Setting>().ToTable("settings").HasKey(setting => setting.Key);
        modelBuilder.Entity<User>().ToTable("users");
        modelBuilder.Entity<MeasureType>().ToTable("measure_types");
        modelBuilder.Entity<Sensor>().ToTable("sensors").Property(sensor => sensor.Settings).HasColumnType("jsonb");
        modelBuilder.Entity<Sensor>().Property(sensor => sensor.MaxGapS).ValueGeneratedOnAddOrUpdate();
        modelBuilder.Entity<Provider>().ToTable("providers");
        modelBuilder.Entity<Provider>().Property(provider => provider.DayPricePerKwh).HasPrecision(12, 6);
        modelBuilder.Entity<Provider>().Property(provider => provider.NightPricePerKwh).HasPrecision(12, 6);
        modelBuilder.Entity<Provider>().Property(provider => provider.StandingChargePerMonth).HasPrecision(12, 4);
        modelBuilder.Entity<Provider>().Property(provider => provider.VatPercent).HasPrecision(5, 2);
        modelBuilder.Entity<ContractRow>().ToTable("contracts");
        modelBuilder.Entity<ContractRow>().Property(contract => contract.DayPricePerKwh).HasPrecision(12, 6);
        modelBuilder.Entity<ContractRow>().Property(contract => contract.NightPricePerKwh).HasPrecision(12, 6);
        modelBuilder.Entity<ContractRow>().Property(contract => contract.StandingChargePerMonth).HasPrecision(12, 4);
        modelBuilder.Entity<ContractRow>().Property(contract => contract.VatPercent).HasPrecision(5, 2);
        modelBuilder.Entity<SensorStatus>().ToTable("sensor_status").HasKey(status => status.SensorId);
        modelBuilder.Entity<SensorStatus>().Property(status => status.ErrorSaid).HasColumnType("jsonb");
        modelBuilder.Entity<SensorStatus>().HasOne<Sensor>().WithOne().HasForeignKey<SensorStatus>(status => status.SensorId);

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(WordStart().Replace(property.Name, "_").ToLowerInvariant());
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
