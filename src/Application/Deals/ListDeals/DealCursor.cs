using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DealInsights.Domain.Deals;

namespace DealInsights.Application.Deals.ListDeals;

/// <summary>
/// A position in a list of deals as text that callers pass back. It is valid for one order and one filter, which
/// a digest checks.
/// </summary>
/// <remarks>
/// The digest has no secret: a forged cursor only starts elsewhere in a list that its caller may read, and all instances
/// understand each other's cursors.
/// </remarks>
internal static class DealCursor
{
    // Distinguishes this format from later ones.
    private const byte Form = 1;
    private const int DigestLength = 12;
    private const int KeyOffset = 1;
    private const int NameOffset = KeyOffset + sizeof(long);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Formats a position as text that needs no escaping in a URL.</summary>
    public static string Write(DealPosition position, DealOrder order, DealFilter filter)
    {
        var name = Encoding.UTF8.GetBytes(position.Name);
        var bytes = new byte[NameOffset + name.Length + DigestLength];
        bytes[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(KeyOffset), position.Key);
        name.CopyTo(bytes, NameOffset);
        Digest(bytes.AsSpan(0, bytes.Length - DigestLength), order, filter).CopyTo(bytes.AsSpan(bytes.Length - DigestLength));

        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a position; <see langword="null"/> for text that <see cref="Write"/> did not write for this list.</summary>
    public static DealPosition? Read(string cursor, DealOrder order, DealFilter filter)
    {
        if (!Base64Url.IsValid(cursor))
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < NameOffset + DigestLength || bytes[0] != Form)
        {
            return null;
        }

        var content = bytes[..^DigestLength];
        if (!bytes[^DigestLength..].SequenceEqual(Digest(content, order, filter)))
        {
            return null;
        }

        try
        {
            return new DealPosition(
                BinaryPrimitives.ReadInt64BigEndian(content[KeyOffset..]), Strict.GetString(content[NameOffset..]));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Digest(ReadOnlySpan<byte> content, DealOrder order, DealFilter filter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { order, filter }));
        hash.AppendData(content);

        return hash.GetHashAndReset().AsSpan(0, DigestLength);
    }
}
