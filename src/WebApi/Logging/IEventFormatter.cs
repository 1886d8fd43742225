using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;

namespace DealInsights.WebApi.Logging;

/// <summary>Writes events of the log in one form. Safe to use from many threads.</summary>
internal interface IEventFormatter
{
    /// <summary>Writes an event as whole lines of UTF-8.</summary>
    void Write<TState>(in LogEntry<TState> entry, IBufferWriter<byte> output);
}
