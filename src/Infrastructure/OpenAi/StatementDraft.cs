using System.Text;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>
/// Picks the words of the statements out of an overview's JSON while the model writes it, one statement a line, and shows
/// them to another draft. Pieces may end anywhere, also inside an escape or a surrogate pair.
/// </summary>
/// <remarks>
/// Refuses nothing: who writes something else than the schema asks for is found out when the whole is read. Until then no
/// words are taken from where no statement can be. What it shows is always well-formed text without control characters,
/// and no longer than <see cref="MaxLength"/>.
/// </remarks>
internal sealed class StatementDraft(IDraft statements) : IDraft
{
    /// <summary>The most characters that are shown: more than any overview has that is not thrown away.</summary>
    public const int MaxLength = 10_000;

    // The schema needs five levels.
    private const int MaxDepth = 8;

    private const int MaxKeyLength = 32;

    private readonly StringBuilder _words = new();
    private readonly StringBuilder _key = new();
    private readonly char[] _containers = new char[MaxDepth];
    private readonly string[] _keys = new string[MaxDepth];
    private int _depth;
    private Place _place;
    private bool _isKeyNext;
    private bool _isKey;
    private bool _isStatement;
    private bool _isLineNext;
    private int _digits;
    private int _codeUnit;
    private char? _highSurrogate;
    private int _length;

    private enum Place
    {
        Outside,
        Text,
        Escape,
        CodeUnit,
        Lost,
    }

    /// <inheritdoc/>
    public void Add(string text)
    {
        foreach (var character in text)
        {
            Read(character);
        }

        if (_words.Length > 0)
        {
            statements.Add(_words.ToString());
            _words.Clear();
        }
    }

    /// <inheritdoc/>
    public void Discard()
    {
        _key.Clear();
        _depth = 0;
        _place = Place.Outside;
        _isKeyNext = _isKey = _isStatement = _isLineNext = false;
        _highSurrogate = null;
        _length = 0;
        statements.Discard();
    }

    private void Read(char character)
    {
        switch (_place)
        {
            case Place.Outside:
                ReadOutside(character);
                break;

            case Place.Text when character == '"':
                EndText();
                break;

            case Place.Text when character == '\\':
                _place = Place.Escape;
                break;

            case Place.Text:
                Take(character);
                break;

            case Place.Escape:
                ReadEscape(character);
                break;

            case Place.CodeUnit:
                ReadCodeUnit(character);
                break;

            default:
                // Lost: this is no JSON, or not what was asked for.
                break;
        }
    }

    private void ReadOutside(char character)
    {
        switch (character)
        {
            case '{' or '[' when _depth == MaxDepth:
                _place = Place.Lost;
                break;

            case '{' or '[':
                _containers[_depth] = character;
                _keys[_depth++] = "";
                _isKeyNext = character == '{';
                break;

            case '}' or ']' when _depth == 0 || _containers[_depth - 1] != (character == '}' ? '{' : '['):
                _place = Place.Lost;
                break;

            case '}' or ']':
                _depth--;
                _isKeyNext = false;
                break;

            case ',':
                _isKeyNext = _depth > 0 && _containers[_depth - 1] == '{';
                break;

            case '"':
                _isKey = _isKeyNext;
                _isKeyNext = false;
                _isStatement = !_isKey && IsAtStatement();
                _key.Clear();
                _place = Place.Text;
                break;

            default:
                // White space, a colon, a number, true, false, null.
                break;
        }
    }

    // {"statements":[{"statement":"…"}]}
    private bool IsAtStatement() =>
        _depth == 3
        && _containers.AsSpan(0, 3).SequenceEqual("{[{")
        && _keys[0] == "statements"
        && _keys[2] == "statement";

    private void EndText()
    {
        if (_isKey)
        {
            _keys[_depth - 1] = _key.ToString();
        }
        else if (_isStatement)
        {
            _isLineNext = _length > 0;
            _highSurrogate = null;
        }

        _isKey = _isStatement = false;
        _place = Place.Outside;
    }

    private void ReadEscape(char character)
    {
        _place = Place.Text;
        switch (character)
        {
            case '"' or '\\' or '/':
                Take(character);
                break;

            case 'b' or 'f':
                break;

            case 'n' or 'r' or 't':
                Take(' ');
                break;

            case 'u':
                _digits = _codeUnit = 0;
                _place = Place.CodeUnit;
                break;

            default:
                _place = Place.Lost;
                break;
        }
    }

    private void ReadCodeUnit(char character)
    {
        if (!char.IsAsciiHexDigit(character))
        {
            _place = Place.Lost;

            return;
        }

        _codeUnit = (_codeUnit << 4) | Convert.ToInt32(character.ToString(), 16);
        if (++_digits == 4)
        {
            _place = Place.Text;
            Take((char)_codeUnit);
        }
    }

    private void Take(char character)
    {
        if (_isKey && _key.Length < MaxKeyLength)
        {
            _key.Append(character);
        }
        else if (_isStatement)
        {
            Show(character);
        }
    }

    private void Show(char character)
    {
        var high = _highSurrogate;
        _highSurrogate = null;
        if (char.IsHighSurrogate(character))
        {
            // Shown when its other half is there; half a character can be neither shown nor sent.
            _highSurrogate = character;
        }
        else if (char.IsLowSurrogate(character))
        {
            if (high is { } first)
            {
                Show([first, character]);
            }
        }
        else if (character is '\n' or '\r' or '\t' or '\u0085' or '\u2028' or '\u2029')
        {
            Show([' ']);
        }
        else if (!char.IsControl(character))
        {
            Show([character]);
        }
    }

    private void Show(ReadOnlySpan<char> characters)
    {
        var length = characters.Length + (_isLineNext ? 1 : 0);
        if (_length + length > MaxLength)
        {
            _place = Place.Lost;

            return;
        }

        if (_isLineNext)
        {
            _words.Append('\n');
            _isLineNext = false;
        }

        _words.Append(characters);
        _length += length;
    }
}
