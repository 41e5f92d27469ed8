using CleanFte.Application.Agent;
using CleanFte.Application.Agent.Guests;
using CleanFte.Application.Agent.Replay;
using CleanFte.Application.Conversations;
using CleanFte.Application.Customers;
using CleanFte.Application.Services;
using CleanFte.Application.Team;
using CleanFte.Application.Tickets;
using CleanFte.Domain.Guardrails;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace CleanFte.Application;

public static class ApplicationServices
{
    /// <summary>Registers the use cases, their validators and the pipeline around them.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddMediatR(options =>
        {
            options.RegisterServicesFromAssembly(typeof(ApplicationServices).Assembly);
            options.AddOpenBehavior(typeof(ValidationBehavior<,>));
            options.AddOpenBehavior(typeof(RaceBehavior<,>));
        });
        foreach (var validator in AssemblyScanner.FindValidatorsInAssembly(typeof(ApplicationServices).Assembly, true))
        {
            services.AddSingleton(validator.InterfaceType, validator.ValidatorType);
        }

        services.AddScoped<Caller>();
        services.AddSingleton<Rota>();
        services.AddScoped<Assignment>();
        services.AddScoped<Handover>();
        services.AddScoped<SystemReplies>();
        services.AddScoped<Colleagues>();
        services.AddScoped<AnswerFiles>();
        services.AddScoped<Persons>();
        services.AddScoped<Reception>();
        services.AddScoped<DeliveryPlanning>();
        services.AddScoped<FormMail>();
        services.AddScoped<Intake>();
        services.AddScoped<Turns>();
        services.AddScoped<Assistant>();
        services.AddScoped<OfflineAgent>();
        services.AddScoped<GuidedService>();
        services.AddScoped<ModelAgent>();
        services.AddScoped<ModelMemory>();
        services.AddSingleton<Draws>();
        services.AddSingleton<Prompts>();
        services.AddSingleton(GuardrailPhrases.Own);
        services.AddScoped<ReplyWriter>();
        services.AddScoped<GuestRuns>();
        services.AddSingleton<Rerun>();
        services.AddSingleton<IReplays, Replays>();
        services.AddScoped<Evidence>();
        services.AddScoped<CatalogueSeed>();
        return services;
    }
}
