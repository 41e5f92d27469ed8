using System.Globalization;
using CleanFte.Domain;
using CleanFte.Domain.Tickets;

namespace CleanFte.Application.Open311;

/// <summary>The three ways in which GeoReport says where something is.</summary>
/// <param name="AddressId">A number in somebody's register of addresses.</param>
public sealed record ReportedPlace(string? Latitude, string? Longitude, string? AddressString, string? AddressId)
{
    /// <summary>We keep no register: its number is kept for people to look up, in the place of an address.</summary>
    private const string IdMark = "address_id:";

    /// <summary>Characters of such a number.</summary>
    private const int MaxId = 100;

    /// <summary>What cannot be kept in the place, where an address is told beside the number.</summary>
    public string? Remainder => AddressString is not null && AddressId is not null ? $"{IdMark} {AddressId}" : null;

    /// <summary>The place, or null with the reason.</summary>
    public Place? Read(Dictionary<string, string[]> errors)
    {
        var before = errors.Count;
        var latitude = Degrees("lat", Latitude, 90, errors);
        var longitude = Degrees("long", Longitude, 180, errors);
        if (Latitude is null != Longitude is null)
        {
            errors[Latitude is null ? "lat" : "long"] = ["Give lat and long together."];
        }

        if (AddressString is { Length: > Place.MaxAddress })
        {
            errors["address_string"] = [$"Write at most {Place.MaxAddress} characters."];
        }

        if (AddressId is { Length: > MaxId })
        {
            errors["address_id"] = [$"Write at most {MaxId} characters."];
        }

        if (Latitude is null && Longitude is null && AddressString is null && AddressId is null)
        {
            errors["location"] = ["Give a location: lat and long, address_string or address_id."];
        }

        return errors.Count > before
            ? null
            : new Place(latitude, longitude, StorableOrNull(AddressString ?? (AddressId is null ? null : $"{IdMark} {AddressId}")));
    }

    /// <summary>The address and the number of a place, of which it has one at most.</summary>
    public static (string? Address, string? Id) Parts(Place? place) =>
        place?.Address is { } address && address.StartsWith(IdMark, StringComparison.Ordinal)
            ? (null, address[IdMark.Length..].Trim())
            : (place?.Address, null);

    private static string? StorableOrNull(string? text) => text is null ? null : StorableText.Clean(text);

    private static double? Degrees(string name, string? text, double most, Dictionary<string, string[]> errors)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && degrees >= -most && degrees <= most)
        {
            return degrees;
        }

        errors[name] = [string.Create(CultureInfo.InvariantCulture, $"Write degrees from {-most} to {most}, such as 40.4168.")];
        return null;
    }
}
