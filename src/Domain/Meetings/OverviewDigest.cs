using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DealInsights.Domain.Meetings;

/// <summary>
/// A digest of what an overview is made from, by which a stored overview is known to be of today's meetings: equal
/// digests, equal material. A store can keep the part of each meeting beside it and combine those, without reading a
/// transcript.
/// </summary>
public static class OverviewDigest
{
    /// <summary>
    /// The part of one meeting: of its identifier, its date and its trimmed transcript, all of which an overview and its
    /// evidence show. Empty for a meeting without text, which changes no overview.
    /// </summary>
    public static byte[] OfMeeting(Meeting meeting)
    {
        if (!OverviewMaterial.HasText(meeting))
        {
            return [];
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, meeting.Id);
        Append(hash, meeting.Date?.Text ?? "");
        Append(hash, meeting.Transcript!.Trim());

        return hash.GetHashAndReset();
    }

    /// <summary>The digest of all that feeds an overview.</summary>
    /// <param name="parts">Those of the chosen meetings, in the order of <see cref="OverviewMaterial.ChooseMeetings"/>.</param>
    /// <returns>64 hexadecimal digits; <see langword="null"/> when no meeting has any text.</returns>
    public static string? Combine(IEnumerable<byte[]> parts)
    {
        using var all = new MemoryStream();
        foreach (var part in parts)
        {
            all.Write(part);
        }

        return all.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(all.ToArray()));
    }

    /// <summary>The digest of the meetings that are chosen from these.</summary>
    /// <returns>64 hexadecimal digits; <see langword="null"/> when no chosen meeting has any text.</returns>
    public static string? Of(IEnumerable<Meeting> meetings) =>
        Combine(OverviewMaterial.ChooseMeetings(meetings).Select(OfMeeting));

    // With its length in front, so that no two fields can pass for two others.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
