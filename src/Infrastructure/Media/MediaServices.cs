using CleanFte.Application.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CleanFte.Infrastructure.Media;

/// <summary>Registers what fetches, inspects and keeps media.</summary>
public static class MediaServices
{
    /// <summary>
    /// Adds <see cref="IMediaStore"/>, <see cref="IMediaSource"/> and <see cref="IMediaInspector"/>. Throws
    /// <see cref="OptionsValidationException"/> with the sentences of <see cref="MediaOptions.Validate"/>.
    /// </summary>
    public static IServiceCollection AddMedia(this IServiceCollection services, MediaOptions options)
    {
        var problems = options.Validate().ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(MediaOptions.Section, typeof(MediaOptions), problems);

        services.TryAddSingleton(TimeProvider.System);
        if (options.Store == "s3")
            services.AddSingleton<IMediaStore>(_ => new S3MediaStore(options.S3));
        else
            services.AddSingleton<IMediaStore>(_ => new DiskMediaStore(options.Path));
        services.AddSingleton<IMediaSource>(provider =>
            new GuardedMediaSource(options, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IMediaInspector, MediaInspector>();
    }
}
