using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using PowerMeter.Shared.Secrets;

namespace PowerMeter.Tests.TestKit;

/// <summary>A key ring with a key, as the Web process makes it when it starts.</summary>
public static class TestKeyRing
{
    public static SecretBox MakeIn(string directory)
    {
        var ring = new KeyRing(directory);
        ring.MakeDirectory();
        var services = new ServiceCollection();
        ring.AddTo(services);
        using var web = services.BuildServiceProvider();
        web.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookies").Protect("a session");
        return new SecretBox(ring);
    }
}
