using System.Reflection;
using CleanFte.Domain;

namespace CleanFte.Unit;

/// <summary>Erasure masks what is marked, so whatever text is not marked has to be known to identify nobody.</summary>
public sealed class PersonalDataTests
{
    private static readonly HashSet<string> IdentifiesNobody =
    [
        // Codes from our own lists.
        "ConversationClosed.Reason", "Finding.Reason", "HandedOver.Reason", "MediaRefused.Reason",
        "ReplyFailed.Code", "ReplyUncertain.Code", "ReplyWithheld.Reason", "SessionEnded.Reason",
        "DeliveryPlanned.Reason",
        "TicketEscalated.Reason",
        "MessageAssessed.Language", "TicketCreated.Language",

        // A content type, shortened to type and subtype before it is recorded.
        "MediaRefused.DeclaredType",

        // The tenant's catalogue, written for everybody to read.
        "SessionOpened.ServiceCode", "TicketCategorised.ServiceCode", "TicketCreated.ServiceCode",
        "TicketAnswer.Question",
        "ServiceDefinition.Code",
        "ServiceDefinition.Group", "ServiceDefinition.Roles", "ServiceDefinition.Texts", "ServiceText.Description",
        "ServiceText.Name", "ServiceText.Triggers", "ServiceItem.Texts", "ServiceItemText.Text", "ServiceItemText.Title",
        "ServiceStep.Choices", "ServiceStep.Name", "ServiceStep.Texts", "ServiceStepText.Ask", "ServiceStepText.Wrong",

        // Hashes of codes that the tenant gives out himself.
        "ServiceStep.Codes",

        // The tenant's catalogue again, codes of ours, and the tracking number.
        "AgentSwitched.Account", "HandoverRules.Texts", "MemberChanged.Languages", "MemberChanged.Skills",
        "MemberJoined.Languages", "MemberJoined.Skills", "TaskCompleted.Outcome", "TaskOpened.Language", "TaskOpened.Reason",
        "TaskOpened.ServiceCode", "TaskOpened.TrackingNumber", "TaskReturned.Reason", "WentOffline.Reason",

        // The tenant's own settings, and sample tickets that were made up.
        "TenantProfile.Channels", "TenantProfile.Contacts", "TenantProfile.Languages", "TenantProfile.Name",
        "TenantProfile.TimeZone", "TenantProfile.Voice", "ChannelFormat.Greeting", "ChannelFormat.Signature",
        "SampleOutcome.Decision", "SampleOutcome.Reason", "SampleOutcome.Service", "SampleOutcome.Source",
        "SampleTicket.Channel", "SampleTicket.Name", "SampleTicket.Roles", "SampleTurn.Text",

        "ServiceItemText.Title", "ServiceItemText.Text", "ServiceItem.Texts", "ServiceStep.Name", "ServiceStep.Codes",
        "ServiceStep.Choices", "ServiceStep.Texts", "ServiceStepText.Ask", "ServiceStepText.Wrong",
        "SessionAdvanced.ServiceCode", "RunOutcome.ServiceCode", "RoleGranted.Role", "RoleRevoked.Role",

        // One of the words of a fixed list.
        "UpdatePosted.Word",

        // What a run was decided by: codes, hashes, versions, the tenant's own articles.
        "AgentFailed.Code", "RunBasis.Catalogue", "RunBasis.Code", "RunBasis.Marker", "RunBasis.Model",
        "RunBasis.Policy", "RunBasis.Profile", "RunBasis.Prompt", "RunBasis.Search", "RunOutcome.Language", "RunOutcome.Reason",
        "RunOutcome.TrackingNumber", "RunSource.Path", "RunSource.Title", "RunTool.Name",

        // The tenant's articles, written for everybody to read.
        "ArticleContent.Body", "ArticleContent.Language", "ArticleContent.ServiceCode", "ArticleContent.Source",
        "ArticleContent.Title",

        // Made impersonal before it is recorded; and who decided: the id of a member or a key.
        "AnswerApproved.By", "AnswerProposed.Answer", "AnswerProposed.Language", "AnswerProposed.Question",
        "AnswerProposed.ServiceCode", "AnswerRejected.By",

        // The tenant's own accounts by name, and what vouches for an identifier: an account, a key's id, a form.
        "ConversationOpened.Account", "MediaReferenced.Account", "ReplyDelivered.Account", "ReplyFailed.Account",
        "ReplyRead.Account", "ReplyResent.Account", "ReplySent.Account", "ReplyUncertain.Account",
        "IdentifierLinked.By", "ConsentChanged.By", "CustomersMerged.By", "MergeUndone.By", "CustomerBlocked.By",
        "CustomerUnblocked.By", "VerificationSent.By",

        // Random, or a hash of something random.
        "SessionOpened.TrackingNumber", "TicketCreated.TrackingNumber",

        // A file's kind.
        "MediaAttached.ContentType", "MediaAttached.DeclaredType", "MediaReferenced.DeclaredType", "ReceivedMedia.DeclaredType",
        "ReplyFile.ContentType",

        // Our own names of stores, and who erased.
        "CustomerErased.By", "ErasedStore.Store",
    ];

    private static readonly List<string> Unmarked = [.. Texts().Where(t => !t.Marked).Select(t => t.Name)];

    [Fact]
    public void Every_text_in_an_event_is_marked_or_known_to_identify_nobody() =>
        Unmarked.Except(IdentifiesNobody).ShouldBeEmpty();

    [Fact]
    public void The_list_of_harmless_texts_names_only_what_exists() =>
        IdentifiesNobody.Except(Unmarked).ShouldBeEmpty();

    [Fact]
    public void Texts_inside_an_events_parts_are_found_too() =>
        new[] { "Place.Address", "ReplyPart.Text", "Finding.Evidence", "ReceivedMedia.Reference" }
            .Except(Texts().Where(t => t.Marked).Select(t => t.Name)).ShouldBeEmpty();

    private static IEnumerable<(string Name, bool Marked)> Texts()
    {
        var pending = new Queue<Type>(typeof(IEvent).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IEvent))));
        var seen = new HashSet<Type>(pending);
        while (pending.TryDequeue(out var type))
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                var parts = Parts(property.PropertyType).ToList();
                if (parts.Contains(typeof(string)))
                {
                    yield return ($"{type.Name}.{property.Name}",
                        property.GetCustomAttribute<PersonalDataAttribute>() is not null);
                }

                foreach (var part in parts.Where(p => p.Assembly == type.Assembly && !p.IsEnum && seen.Add(p)))
                {
                    pending.Enqueue(part);
                }
            }
        }
    }

    /// <summary>A type, or what a list, dictionary or nullable of it holds.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts)
        : type.IsArray ? Parts(type.GetElementType()!)
        : [type];
}
