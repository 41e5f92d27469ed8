using CleanFte.Domain;
using FluentValidation;
using MediatR;

namespace CleanFte.Application.Integrators;

/// <summary>Has an address told what happens from now on.</summary>
/// <param name="Types">Public types; empty for all.</param>
public sealed record Subscribe(string Url, IReadOnlyList<string> Types, string Description)
    : IRequest<Outcome<CreatedSubscription>>
{
    public const int MaxUrl = 500;

    public const int MaxDescription = 200;

    internal sealed class Validator : AbstractValidator<Subscribe>
    {
        public Validator()
        {
            RuleFor(c => c.Url).Must(IsAddress).WithMessage($"Write https://host/path, at most {MaxUrl} characters, without a user or a #.");
            RuleFor(c => c.Description).MaximumLength(MaxDescription);
            RuleFor(c => c.Types).Must(types => types.All(t => t is not null && PublicEvents.Types.ContainsKey(t)))
                .WithMessage($"Use of {string.Join(", ", PublicEvents.Types.Keys.Order(StringComparer.Ordinal))}.");
        }

        private static bool IsAddress(string? url) =>
            url?.Length <= MaxUrl
            && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "https" or "http"
            && uri is { UserInfo: "", Fragment: "" }
            && HasHostName(uri);

        /// <summary>Some names pass as an address and can be spelt for no name server, such as <c>xn--ü</c>.</summary>
        private static bool HasHostName(Uri uri)
        {
            try
            {
                return uri.IdnHost.Length > 0;
            }
            catch (UriFormatException)
            {
                return false;
            }
        }
    }

    internal sealed class Handler(Caller caller, ISubscriptions subscriptions)
        : IRequestHandler<Subscribe, Outcome<CreatedSubscription>>
    {
        public Task<Outcome<CreatedSubscription>> Handle(Subscribe command, CancellationToken ct) => subscriptions.Create(
            caller.Tenant,
            new SubscriptionEntry(
                command.Url, [.. command.Types.Distinct()], StorableText.Clean(command.Description.Trim()),
                caller.MayReadPersonalData, caller.UserName ?? "", caller.KeyId),
            ct);
    }
}
