using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Setup;

/// <summary>What the demo needs to show money: a user, and a provider with two contracts, the second one cheaper.</summary>
internal static class DemoSite
{
    private const int ShortestPassword = 12;
    private const string ProviderName = "Day and night (example prices)";

    /// <summary>Doing it again sets the password and leaves what is there.</summary>
    /// <exception cref="SettingException">The name or the password cannot be used.</exception>
    public static async Task PrepareAsync(PowerMeterContext context, string userName, string password, TimeProvider time)
    {
        if (userName.Length is 0 or > 64) throw SettingException.NotAllowed("--user", userName, "a name of 1 to 64 characters");
        if (password.Length < ShortestPassword)
            throw new SettingException($"The password on standard input has {password.Length} characters; allowed: at least {ShortestPassword}.");
        var user = await context.Users.SingleOrDefaultAsync(user => user.Name == userName);
        if (user is null) context.Users.Add(user = new User { Name = userName, PasswordHash = "", Role = User.Admin, CreatedAt = time.GetUtcNow() });
        user.PasswordHash = new PasswordHasher<User>().HashPassword(user, password);
        if (!await context.Contracts.AnyAsync())
        {
            // It stays when the contracts are removed.
            var provider = await context.Providers.SingleOrDefaultAsync(provider => provider.Name == ProviderName)
                ?? new Provider { Name = ProviderName, MeasureTypeId = (await context.MeasureTypes.FirstAsync()).Id, ThresholdW = 6000 };
            context.Contracts.AddRange(
                Contract(provider, new DateOnly(2015, 1, 1), 0.2146m, 0.1696m),
                Contract(provider, new DateOnly(time.GetUtcNow().Year, 2, 1), 0.2081m, 0.1635m));
        }

        await context.SaveChangesAsync();
    }

    private static ContractRow Contract(Provider provider, DateOnly from, decimal dayPrice, decimal nightPrice) => new()
    {
        Provider = provider,
        ProviderId = 0,
        ValidFrom = from,
        DayPricePerKwh = dayPrice,
        NightPricePerKwh = nightPrice,
        StandingChargePerMonth = 15.74m,
        OffPeak = "22:30-06:30",
    };
}
