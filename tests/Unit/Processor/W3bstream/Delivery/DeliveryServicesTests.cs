using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class DeliveryServicesTests
{
    private readonly HostApplicationBuilder _builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });

    [Fact]
    public void The_delivery_is_a_part_of_the_work()
    {
        _builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Username=nobody"));
        _builder.Services.AddSingleton(TimeProvider.System);
        _builder.Services.AddSingleton(new SecretBox(new KeyRing("keys")));
        var options = new W3bstreamOptions();
        _builder.Services.AddSingleton(options);
        _builder.Services.AddSingleton<OutboxSignal>();
        _builder.Services.AddSingleton<NotificationListener>();
        _builder.AddDelivery(options);
        using var host = _builder.Build();
        host.Services.GetRequiredService<IEnumerable<IW3bstreamPart>>().ShouldHaveSingleItem().ShouldBeOfType<OutboxSender>();
    }

    [Fact]
    public void A_wrong_file_of_certificates_stops_the_start()
    {
        Should.Throw<SettingException>(() => _builder.AddDelivery(new W3bstreamOptions { CaFile = "missing.pem" })).Message.ShouldStartWith("W3bstream:CaFile is 'missing.pem'; allowed: ");
    }
}
