using CleanFte.Domain;
using CleanFte.Domain.Customers;

namespace CleanFte.Application.Customers;

/// <param name="MergedInto">The customer he is the same person as, towards the root; null for the root.</param>
public sealed record CustomerRow(
    string TenantId, Guid Id, string? Name, DateTimeOffset CreatedAt, long Version, DateTimeOffset? OptedOutAt, Guid? MergedInto,
    DateTimeOffset? BlockedAt, DateTimeOffset? ErasedAt);

/// <summary>One way to recognise a customer. A verified and linked one is unique in its tenant.</summary>
public sealed record IdentifierRow(
    string TenantId, Guid CustomerId, string Kind, string Value, string Verification, bool Linked, DateTimeOffset At);

public abstract class CustomerProjection : IProjection<Customer>
{
    public static void Project(in ProjectedStream<Customer> stream, IRowSink rows)
    {
        var customer = stream.State!;
        rows.Put(new CustomerRow(
            stream.Tenant, customer.Id, customer.Name, customer.CreatedAt, stream.Version,
            customer.OptedOutAt, customer.MergedInto?.Value, customer.BlockedAt, customer.Erased?.At));
        foreach (var e in stream.Events)
        {
            switch (e)
            {
                case IdentifierLinked { Value: PersonalDataAttribute.Mask } or IdentifierUnlinked { Value: PersonalDataAttribute.Mask }:
                    break;
                case IdentifierLinked l:
                    rows.Put(new IdentifierRow(
                        stream.Tenant, stream.Id, WireName.Of(l.Kind), l.Value, WireName.Of(l.Verification), true,
                        l.At));
                    break;
                case IdentifierUnlinked u:
                    rows.Put(new IdentifierRow(
                        stream.Tenant, stream.Id, WireName.Of(u.Kind), u.Value, WireName.Of(Verification.Claimed),
                        false, u.At));
                    break;
            }
        }
    }
}
