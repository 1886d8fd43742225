using System.Buffers;

namespace DealInsights.Infrastructure.Transfer;

/// <summary>
/// Reads lines of bytes from a file of any size, one at a time. Lines end in LF or CRLF; a byte order mark at the
/// beginning is skipped.
/// </summary>
internal sealed class LineReader(Stream stream, int longestLine)
{
    private const byte LineFeed = (byte)'\n';

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _chunk = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _start;
    private int _end;
    private int _lineNumber;

    /// <summary>The number of bytes read from the stream so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <returns><see langword="null"/> at the end of the file.</returns>
    public async Task<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.ResetWrittenCount();
        var isTooLong = false;
        var isEnded = false;
        while (!isEnded && (_start < _end || await FillAsync(cancellationToken)))
        {
            isTooLong |= !Take(out isEnded);
        }

        if (!isEnded && _line.WrittenCount == 0 && !isTooLong)
        {
            return null;
        }

        _lineNumber++;
        return new Line(_lineNumber, Trimmed(), isTooLong, isEnded);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_chunk, cancellationToken);
        BytesRead += _end;
        return _end > 0;
    }

    /// <summary>Appends the line's part of the chunk; returns false when the line would become too long.</summary>
    private bool Take(out bool isEnded)
    {
        var rest = _chunk.AsSpan(_start.._end);
        var lineFeed = rest.IndexOf(LineFeed);
        isEnded = lineFeed >= 0;
        var part = isEnded ? rest[..lineFeed] : rest;
        _start += part.Length + (isEnded ? 1 : 0);

        if (_line.WrittenCount + part.Length > longestLine)
        {
            return false;
        }

        _line.Write(part);
        return true;
    }

    private ReadOnlyMemory<byte> Trimmed()
    {
        var bytes = _line.WrittenMemory;
        if (_lineNumber == 1 && bytes.Span.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        return bytes.TrimEnd((byte)'\r');
    }
}

/// <summary>A line of a file.</summary>
/// <param name="Number">From 1; blank lines count.</param>
/// <param name="Bytes">The line without its end; valid until the next one is read.</param>
/// <param name="IsTooLong">Whether the line is too long; then its bytes are incomplete.</param>
/// <param name="IsEnded">Whether a line end followed; false only for the last line of a file.</param>
internal readonly record struct Line(int Number, ReadOnlyMemory<byte> Bytes, bool IsTooLong, bool IsEnded)
{
    public bool IsBlank => !IsTooLong && Bytes.Span.Trim(" \t"u8).IsEmpty;
}
