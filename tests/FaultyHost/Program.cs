using CleanFte.Application;
using CleanFte.Application.Conversations;
using CleanFte.FaultyHost;
using CleanFte.WebApi;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

await using var host = await CleanFteHost.Create(
    args,
    builder => builder.Services.AddTransient<IPipelineBehavior<ProcessInboundMessage, Outcome>, FatalText>());
await host.App.StartAsync();
await host.App.WaitForShutdownAsync();
