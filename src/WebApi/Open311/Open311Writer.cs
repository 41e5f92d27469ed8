using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;

namespace CleanFte.WebApi.Open311;

/// <summary>
/// Writes what GeoReport calls by the same names in both formats: a list is an element around its items, or a bare array.
/// </summary>
internal abstract class Open311Writer : IDisposable
{
    public abstract string ContentType { get; }

    public abstract void BeginList(string name);

    /// <param name="name">Of an entry in a list, whose name JSON leaves out.</param>
    public abstract void BeginItem(string name);

    public abstract void BeginObject(string name);

    /// <summary>Ends whatever began last.</summary>
    public abstract void End();

    /// <summary>A field; without a value it is empty, or null.</summary>
    public abstract void Text(string name, string? value);

    public abstract void Number(string name, double? value);

    public abstract void Flag(string name, bool value);

    /// <summary>A plain value in a list.</summary>
    public abstract void Value(string name, string value);

    public abstract void Flush();

    public abstract void Dispose();

    /// <summary>In UTC, to the second: who goes on from a time that he was told meets that moment again, and misses none.</summary>
    public void Time(string name, DateTimeOffset value) =>
        Text(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    public static Open311Writer Of(Open311Format format, Stream target) =>
        format == Open311Format.Json ? new Json(target) : new Xml(target);

    private sealed class Xml(Stream target) : Open311Writer
    {
        private static readonly XmlWriterSettings Settings = new()
        {
            Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            NewLineHandling = NewLineHandling.Entitize,
        };

        private readonly XmlWriter _xml = XmlWriter.Create(target, Settings);

        public override string ContentType => "text/xml; charset=utf-8";

        public override void BeginList(string name) => _xml.WriteStartElement(name);

        public override void BeginItem(string name) => _xml.WriteStartElement(name);

        public override void BeginObject(string name) => _xml.WriteStartElement(name);

        public override void End() => _xml.WriteEndElement();

        public override void Text(string name, string? value)
        {
            _xml.WriteStartElement(name);
            _xml.WriteString(XmlText.Clean(value ?? ""));
            _xml.WriteEndElement();
        }

        public override void Number(string name, double? value) =>
            Text(name, value?.ToString("0.##########", CultureInfo.InvariantCulture));

        public override void Flag(string name, bool value) => Text(name, value ? "true" : "false");

        public override void Value(string name, string value) => Text(name, value);

        public override void Flush() => _xml.Flush();

        public override void Dispose() => _xml.Dispose();
    }

    private sealed class Json(Stream target) : Open311Writer
    {
        private readonly Stack<bool> _lists = new();

        private readonly Utf8JsonWriter _json =
            new(target, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

        public override string ContentType => "application/json; charset=utf-8";

        public override void BeginList(string name)
        {
            Name(name);
            _json.WriteStartArray();
            _lists.Push(true);
        }

        public override void BeginItem(string name)
        {
            _json.WriteStartObject();
            _lists.Push(false);
        }

        public override void BeginObject(string name)
        {
            Name(name);
            BeginItem(name);
        }

        public override void End()
        {
            if (_lists.Pop())
            {
                _json.WriteEndArray();
            }
            else
            {
                _json.WriteEndObject();
            }
        }

        public override void Text(string name, string? value) => _json.WriteString(name, value);

        public override void Number(string name, double? value)
        {
            if (value is { } number)
            {
                _json.WriteNumber(name, number);
            }
            else
            {
                _json.WriteNull(name);
            }
        }

        public override void Flag(string name, bool value) => _json.WriteBoolean(name, value);

        public override void Value(string name, string value) => _json.WriteStringValue(value);

        public override void Flush() => _json.Flush();

        public override void Dispose() => _json.Dispose();

        /// <summary>What is outermost has no name.</summary>
        private void Name(string name)
        {
            if (_lists.Count > 0)
            {
                _json.WritePropertyName(name);
            }
        }
    }
}

internal enum Open311Format
{
    Xml,
    Json,
}
