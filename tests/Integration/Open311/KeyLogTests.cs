using CleanFte.Integration.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanFte.Integration.Open311;

/// <summary>A key that stands in an address is in no log, however much is logged.</summary>
public sealed class KeyLogTests(TalkativeHost host) : IClassFixture<TalkativeHost>
{
    [Fact]
    public void Addresses_are_not_logged_whatever_the_configuration_says()
    {
        var loggers = host.Host.App.Services.GetRequiredService<ILoggerFactory>();

        loggers.CreateLogger("Microsoft.AspNetCore.Routing").IsEnabled(LogLevel.Information).ShouldBeTrue("it was asked for");
        loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information).ShouldBeFalse();
    }
}

public sealed class TalkativeHost : RunningHost
{
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Serilog:MinimumLevel:Default"] = "Information",
        ["Serilog:MinimumLevel:Override:Microsoft"] = "Information",
        ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Information",
    };
}
