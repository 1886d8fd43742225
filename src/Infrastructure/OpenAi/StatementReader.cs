using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Reads an overview's JSON while it arrives and passes on each statement as soon as it is complete. Text that is no JSON,
/// or has another form, yields nothing more; the whole answer is checked when it has arrived.
/// </summary>
/// <param name="onStatement">Receives the JSON of one statement.</param>
internal sealed class StatementReader(Action<ReadOnlySpan<byte>> onStatement)
{
    // {"statements":[{…}]}: a statement is an object inside of an object and an array.
    private const int StatementDepth = 2;

    private readonly ArrayBufferWriter<byte> _json = new();

    // Keeps the first half of a surrogate pair for the next piece.
    private readonly Encoder _encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
    private JsonReaderState _state;
    private int _read;
    private int _statementStart;
    private bool _isUnreadable;

    /// <summary>Takes the next piece of the answer, which may end anywhere.</summary>
    public void Add(string text)
    {
        if (_isUnreadable)
        {
            return;
        }

        _encoder.Convert(text, _json, flush: false, out _, out _);
        try
        {
            ReadTokens();
        }
        catch (JsonException)
        {
            _isUnreadable = true;
        }
    }

    private void ReadTokens()
    {
        var reader = new Utf8JsonReader(_json.WrittenSpan[_read..], isFinalBlock: false, _state);
        while (reader.Read())
        {
            if (reader.CurrentDepth != StatementDepth)
            {
                continue;
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                _statementStart = _read + (int)reader.TokenStartIndex;
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                onStatement(_json.WrittenSpan[_statementStart..(_read + (int)reader.BytesConsumed)]);
            }
        }

        _read += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }
}
