using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;

namespace DealInsights.WebApi.Logging;

/// <summary>Writes events of the log in one form. Safe to use from many threads.</summary>
internal interface IEventFormatter
{
    /// <summary>Writes an event as whole lines of UTF-8.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="moment">When it was logged, which may be a while ago.</param>
    /// <param name="output">Where to.</param>
    void Write<TState>(in LogEntry<TState> entry, in EventMoment moment, IBufferWriter<byte> output);
}
