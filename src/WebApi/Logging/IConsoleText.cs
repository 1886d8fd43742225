using System.Buffers;

namespace DealInsights.WebApi.Logging;

/// <summary>What the console is to say, put into words when it is written.</summary>
internal interface IConsoleText
{
    /// <summary>Writes whole lines in the console's encoding.</summary>
    void WriteTo(IBufferWriter<byte> output);
}
