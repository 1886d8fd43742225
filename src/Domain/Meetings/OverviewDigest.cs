using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Domain.Meetings;

/// <summary>Digests of what an overview is made from: equal digests, equal material.</summary>
public static class OverviewDigest
{
    // Precedes every field, with the field's length, so that no two fields can be taken for two others.
    private const char Separator = '\u001f';

    /// <summary>The digest of transcripts with the identifiers and dates that an overview's evidence shows.</summary>
    /// <param name="meetings">The chosen meetings, in the order of <see cref="OverviewMaterial"/>.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string OfTranscripts(IEnumerable<Meeting> meetings) => Of(meetings.SelectMany(meeting =>
        (string[])[meeting.Id, meeting.Date?.Text ?? "", (meeting.Transcript ?? "").Trim()]));

    /// <summary>The digest of what is known of the same meetings without their transcripts.</summary>
    /// <param name="meetings">The chosen meetings, in the order of <see cref="OverviewMaterial"/>.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string OfVersions(IEnumerable<MeetingVersion> meetings) => Of(meetings.SelectMany(meeting => (string[])
    [
        meeting.Id,
        meeting.Date?.Text ?? "",
        meeting.LastUpdated?.ToString("O", CultureInfo.InvariantCulture) ?? "",
        meeting.TranscriptLength.ToString(CultureInfo.InvariantCulture),
    ]));

    private static string Of(IEnumerable<string> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in fields)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Separator}{field.Length}{Separator}")));
            hash.AppendData(Encoding.UTF8.GetBytes(field));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
