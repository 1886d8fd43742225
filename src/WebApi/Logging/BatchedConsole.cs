using System.Buffers;
using System.Text;

namespace DealInsights.WebApi.Logging;

/// <summary>
/// Writes text to the console in batches, by a thread of its own, which also puts it into words. A line at a time costs a
/// system call and the waking of a thread each, which under load is more than the rest of a request; a batch is as late as
/// <see cref="Linger"/>.
/// </summary>
/// <remarks>
/// Nothing is dropped: who writes faster than the console takes waits. What is not written yet when the process is killed
/// without a word is lost, as it is from any buffer; an orderly end writes it.
/// </remarks>
internal sealed class BatchedConsole : IDisposable
{
    /// <summary>How long a batch collects.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);

    // More than are logged within the time that a batch collects, and a few megabytes.
    private const int MostTexts = 4_096;

    private const int EnoughBytes = 64 * 1024;

    private readonly Lock _writing = new();
    private readonly object _gate = new();
    private readonly Stream _output;
    private readonly Thread _writer;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _batch = new();
    private List<IConsoleText> _collecting = [];
    private List<IConsoleText> _spare = [];
    private bool _isEnding;

    /// <param name="output">Where to; flushed after every batch.</param>
    public BatchedConsole(Stream output)
    {
        _output = output;
        _writer = new Thread(WriteBatches) { IsBackground = true, Name = "Console" };
        _writer.Start();
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Adds text to the next batch.</summary>
    /// <param name="text">What to write.</param>
    /// <param name="isUrgent">Written before this returns: it may be the last that the process says.</param>
    public void Write(IConsoleText text, bool isUrgent = false)
    {
        bool isLate;
        lock (_gate)
        {
            isLate = _isEnding;
            while (_collecting.Count >= MostTexts && !_isEnding)
            {
                Monitor.Wait(_gate);
            }

            if (_collecting.Count == 0)
            {
                Monitor.PulseAll(_gate);
            }

            _collecting.Add(text);
        }

        if (isUrgent || isLate)
        {
            WriteCollected();
        }
    }

    /// <summary>Writes what is collected, and ends. What is written later is written at once.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        End();
        _writer.Join();
    }

    private void OnExit(object? sender, EventArgs e) => End();

    private void End()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }

        WriteCollected();
    }

    private void WriteBatches()
    {
        while (WaitForText())
        {
            Thread.Sleep(Linger);
            WriteCollected();
        }
    }

    private bool WaitForText()
    {
        lock (_gate)
        {
            while (_collecting.Count == 0 && !_isEnding)
            {
                Monitor.Wait(_gate);
            }

            return !_isEnding;
        }
    }

    private void WriteCollected()
    {
        // One batch at a time, in order.
        lock (_writing)
        {
            var texts = TakeCollected();
            foreach (var text in texts)
            {
                Add(text);
                if (_batch.WrittenCount >= EnoughBytes)
                {
                    WriteBatch();
                }
            }

            WriteBatch();
            texts.Clear();
            _spare = texts;
        }
    }

    private List<IConsoleText> TakeCollected()
    {
        lock (_gate)
        {
            var texts = _collecting;
            _collecting = _spare;
            Monitor.PulseAll(_gate);

            return texts;
        }
    }

    private void Add(IConsoleText text)
    {
        _text.ResetWrittenCount();
        try
        {
            text.WriteTo(_text);
        }
        catch (Exception failure)
        {
            // Whoever said it is no longer there to hear of it, and all the others are still to be written.
            _text.ResetWrittenCount();
            Encoding.UTF8.GetBytes($"{text} could not be written: {failure.GetType()}{Environment.NewLine}", _text);
        }

        _batch.Write(_text.WrittenSpan);
    }

    private void WriteBatch()
    {
        try
        {
            _output.Write(_batch.WrittenSpan);
            _output.Flush();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Nobody reads the console any more. That is no reason not to serve.
        }

        _batch.ResetWrittenCount();
    }
}
