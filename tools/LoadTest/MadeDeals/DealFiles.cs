using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DealInsights.LoadTest.MadeDeals;

/// <summary>
/// Writes deals as <c>mongoexport</c> does: relaxed Extended JSON, a document a line, in the files
/// <c>deal_info.json</c> and <c>meeting_insights.json</c>. One deal at a time is held in memory.
/// </summary>
internal sealed class DealFiles : IAsyncDisposable
{
    public const string DealInfo = "deal_info.json";
    public const string MeetingInsights = "meeting_insights.json";

    private const int BufferSize = 1 << 20;

    private readonly Export _deals;
    private readonly Export _meetings;

    /// <exception cref="IOException">A file is there already, or cannot be made.</exception>
    public DealFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        _deals = new Export(Path.Combine(folder, DealInfo), collection: 1);
        try
        {
            _meetings = new Export(Path.Combine(folder, MeetingInsights), collection: 2);
        }
        catch
        {
            _deals.Dispose();
            throw;
        }
    }

    public void Write(MadeDeal deal)
    {
        _deals.Write(deal.Number, 0, json => WriteDeal(json, deal));
        for (var position = 0; position < deal.Meetings.Count; position++)
        {
            var meeting = deal.Meetings[position];
            _meetings.Write(deal.Number, position, json => WriteMeeting(json, deal, meeting));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _deals.DisposeAsync();
        await _meetings.DisposeAsync();
    }

    private static void WriteDeal(Utf8JsonWriter json, MadeDeal deal)
    {
        json.WriteString("deal_id", deal.Name);
        json.WriteString("deal_name", deal.Name);
        json.WriteString("company_name", deal.Company);
        json.WriteString("stage", deal.Stage);
        json.WriteString("owner", deal.Owner);
        json.WriteString("amount", deal.Amount);
        WriteDate(json, "created_date", deal.Created);
        WriteDate(json, "last_modified_date", deal.LastUpdated);
        WriteDate(json, "last_updated", deal.LastUpdated);
    }

    private static void WriteMeeting(Utf8JsonWriter json, MadeDeal deal, MadeMeeting meeting)
    {
        var date = meeting.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        json.WriteString("deal_id", deal.Name);
        json.WriteString("meeting_id", $"{deal.Name}_{date}");
        json.WriteString("meeting_title", meeting.Title);
        json.WriteString("meeting_date", date);
        json.WriteStartObject("buyer_intent");
        json.WriteString("intent", meeting.Intent);
        json.WriteString("summary", $"They talked about {string.Join(", ", meeting.Topics)}.");
        json.WriteEndObject();
        json.WriteStartArray("champion_analysis");
        json.WriteStartObject();
        json.WriteString("name", meeting.Buyers[0].Name);
        json.WriteBoolean("is_champion", meeting.HasChampion);
        json.WriteString("evidence", $"Speaks for {deal.Company} about {meeting.Topics[0]}.");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("topics");
        foreach (var topic in meeting.Topics)
        {
            json.WriteStringValue(topic);
        }

        json.WriteEndArray();
        json.WriteString("transcript", meeting.Transcript);
        json.WriteStartArray("buyer_attendees");
        foreach (var buyer in meeting.Buyers)
        {
            json.WriteStartObject();
            json.WriteString("name", buyer.Name);
            json.WriteString("email", buyer.Email);
            json.WriteString("title", buyer.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteDate(json, "last_updated", deal.LastUpdated);
    }

    private static void WriteDate(Utf8JsonWriter json, string name, DateTime date)
    {
        json.WriteStartObject(name);
        json.WriteString("$date", date);
        json.WriteEndObject();
    }

    /// <summary>One file with a document on each line, and an <c>_id</c> in each document.</summary>
    private sealed class Export : IDisposable, IAsyncDisposable
    {
        private readonly FileStream _file;
        private readonly Utf8JsonWriter _json;
        private readonly int _collection;

        public Export(string path, int collection)
        {
            _collection = collection;
            _file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, // never over an export that somebody may still need
                Access = FileAccess.Write,
                BufferSize = BufferSize,
            });
            _json = new Utf8JsonWriter(
                _file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }

        /// <summary>Writes a document whose <c>_id</c> is its own in every folder that is ever made.</summary>
        public void Write(int dealNumber, int position, Action<Utf8JsonWriter> members)
        {
            _json.Reset();
            _json.WriteStartObject();
            _json.WriteStartObject("_id");
            _json.WriteString(
                "$oid", string.Create(CultureInfo.InvariantCulture, $"6a{_collection:x6}{position:x8}{dealNumber:x8}"));
            _json.WriteEndObject();
            members(_json);
            _json.WriteEndObject();
            _json.Flush();
            _file.WriteByte((byte)'\n');
        }

        public void Dispose()
        {
            _json.Dispose();
            _file.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            await _json.DisposeAsync();
            await _file.DisposeAsync();
        }
    }
}
