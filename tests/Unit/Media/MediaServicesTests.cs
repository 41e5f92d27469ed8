using CleanFte.Application.Ports;
using CleanFte.Infrastructure.Media;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanFte.Unit.Media;

public class MediaServicesTests
{
    [Theory]
    [InlineData("disk", typeof(DiskMediaStore))]
    [InlineData("s3", typeof(S3MediaStore))]
    public void The_configured_store_is_the_one_that_serves(string store, Type expected)
    {
        var s3 = new MediaS3Options
        {
            Bucket = "evidence",
            ServiceUrl = "http://127.0.0.1:9",
            AccessKey = "key",
            SecretKey = "secret",
        };
        using var services = new ServiceCollection()
            .AddMedia(new MediaOptions { Store = store, S3 = s3 })
            .BuildServiceProvider(validateScopes: true);

        services.GetRequiredService<IMediaStore>().ShouldBeOfType(expected);
        services.GetRequiredService<IMediaSource>().ShouldBeOfType<GuardedMediaSource>();
        services.GetRequiredService<IMediaInspector>().ShouldBeOfType<MediaInspector>();
    }

    [Fact]
    public void Wrong_settings_are_refused_with_what_to_set() =>
        Should.Throw<OptionsValidationException>(() => new ServiceCollection().AddMedia(new MediaOptions { Path = "" }))
            .Failures.ShouldHaveSingleItem().ShouldStartWith("Media__Path is missing");
}
