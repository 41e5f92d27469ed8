using CleanFte.Application.Ports;
using CleanFte.Domain;
using CleanFte.Domain.Services;
using MediatR;

namespace CleanFte.Application.Services;

/// <summary>The catalogue as citizens see it.</summary>
public sealed record ListServices : IRequest<Outcome<IReadOnlyList<ServiceView>>>
{
    internal sealed class Handler(IEventSession session, ICatalogue catalogues)
        : IRequestHandler<ListServices, Outcome<IReadOnlyList<ServiceView>>>
    {
        public async Task<Outcome<IReadOnlyList<ServiceView>>> Handle(ListServices query, CancellationToken ct)
        {
            var catalogue = await catalogues.Of(session.Tenant, ct);
            return new(
                [
                    .. catalogue.Services.Where(s => s.Public).Select(s => new ServiceView(
                        s.Code,
                        s.Group,
                        WireName.Of(s.Kind),
                        s.AsksPlace,
                        s.AsksPhoto,
                        s.Texts.ToDictionary(t => t.Key, t => new ServiceTextView(t.Value.Name, t.Value.Description)),
                        [.. s.Questions.Select(q => new ServiceStepView(q.Name, WireName.Of(q.Input), q.Choices, q.Texts))])),
                ],
                null);
        }
    }
}

/// <param name="Texts">By language: en, es, fr.</param>
/// <param name="Steps">Questions that a report answers, all of them.</param>
public sealed record ServiceView(
    string Code,
    string Group,
    string Kind,
    bool AsksPlace,
    bool AsksPhoto,
    IReadOnlyDictionary<string, ServiceTextView> Texts,
    IReadOnlyList<ServiceStepView> Steps);

public sealed record ServiceTextView(string Name, string Description);

/// <param name="Name">Under which it is answered.</param>
/// <param name="Input">text, choice, number, date, email or phone.</param>
/// <param name="Choices">What may be answered to a choice.</param>
/// <param name="Texts">The question, and what is said to a wrong answer, by language.</param>
public sealed record ServiceStepView(
    string Name, string Input, IReadOnlyList<string> Choices, IReadOnlyDictionary<string, ServiceStepText> Texts);
