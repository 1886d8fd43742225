using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using DealInsights.Infrastructure.OpenAi;

namespace DealInsights.Infrastructure.IntegrationTests.OpenAi;

[TestFixture]
internal sealed class StatementDraftTests
{
    // What has to be escaped, looks like the frame, or takes two code units.
    private static readonly Gen<string> Text = OneOf(
        "a", "Evaluating the module; ", "\"", "\\", "/", "\n", "\t", "é", "ß", "日本", "😀", "👩‍💻", "{", "}", "[", "]", ":", ",",
        "statement", "\\u0041", " ", "\u2028").Array[0, 12].Select(string.Concat);

    private static readonly Gen<JsonSerializerOptions> Writers = OneOf(
        new JsonSerializerOptions(),
        new JsonSerializerOptions { WriteIndented = true },
        new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly Gen<(string Statement, string Quote)> Statements = Gen.Select(Text, Text);

    [Test]
    public void Add_HoweverTheAnswerIsCut_ShowsTheStatementsAndNothingElse() =>
        Gen.Select(Statements.Array[0, 4], Writers, Gen.Int[1, 9].Array[1, 40], Gen.Bool).Sample(
            (statements, writer, lengths, isStatementFirst) =>
            {
                var shown = Show(Cut(Answer(statements, isStatementFirst).ToJsonString(writer), lengths));

                return shown == string.Join('\n', statements.Select(one => Plain(one.Statement)).Where(one => one.Length > 0));
            });

    [Test]
    public void Add_WhateverComes_ShowsWellFormedTextWithoutControlCharacters() =>
        OneOf(
                "{", "}", "[", "]", "\"", ":", ",", "\\", "u", "d83d", "\\ude00", "\ud83d", "\ude00", "statement", "statements",
                "{\"statements\":[{\"statement\":\"", "\u0007", "\n", "x", "0")
            .Array[0, 60].Sample(
                pieces =>
                {
                    var shown = Show(pieces.Where(piece => piece.Length > 0));

                    return !shown.Any(character => char.IsControl(character) && character != '\n')
                        // Throws for half a surrogate pair.
                        && new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(shown) >= shown.Length;
                });

    [Test]
    public void Add_WordsOfAStatement_ShowsThemAtOnce()
    {
        var words = new Words();
        var draft = new StatementDraft(words);

        draft.Add("""{"statements":[{"evidence":[{"transcript":1,"quote":"we buy"}],"statement":"Agreeing """);
        var first = words.Shown;
        draft.Add("on a pi");
        draft.Add("""lot."},{"evidence":[],"statement":"Wo""");

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo("Agreeing "));
            Assert.That(words.Shown, Is.EqualTo("Agreeing on a pilot.\nWo"));
        });
    }

    [Test]
    public void Add_HalfASurrogatePair_ShowsItWithTheOtherHalf()
    {
        var words = new Words();
        var draft = new StatementDraft(words);

        draft.Add("""{"statements":[{"statement":"a\ud8""");
        draft.Add("""3d\ud""");
        var before = words.Shown;
        draft.Add("""e00b""");

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo("a"));
            Assert.That(words.Shown, Is.EqualTo("a😀b"));
        });
    }

    [TestCase("""{"statement":"a"}""", TestName = "Add_StatementAtTheRoot_ShowsNothing")]
    [TestCase("""[[{"statement":"a"}]]""", TestName = "Add_StatementInAnUnnamedList_ShowsNothing")]
    [TestCase("""{"other":[{"statement":"a"}]}""", TestName = "Add_StatementInAnotherList_ShowsNothing")]
    [TestCase("""{"statements":[{"statement":["a"]}]}""", TestName = "Add_StatementThatIsAList_ShowsNothing")]
    [TestCase("""{"statements":[}{"statement":"a"}]}""", TestName = "Add_BracketsThatDoNotMatch_ShowsNothing")]
    [TestCase("""<html>"statement":"a"</html>""", TestName = "Add_NoJson_ShowsNothing")]
    [TestCase("""[[[[[[[[[[[[{"statements":[{"statement":"a"}]}""", TestName = "Add_TooDeep_ShowsNothing")]
    public void Add_WhatTheSchemaDoesNotAllow_ShowsNothing(string answer) =>
        Assert.That(Show([answer]), Is.Empty);

    [Test]
    public void Add_MoreThanAnOverviewHas_ShowsNoMore()
    {
        var shown = Show([Answer([(new string('a', 3 * StatementDraft.MaxLength), "")], true).ToJsonString()]);

        Assert.That(shown, Has.Length.EqualTo(StatementDraft.MaxLength));
    }

    [Test]
    public void Discard_InTheMiddle_BeginsAnew()
    {
        var words = new Words();
        var draft = new StatementDraft(words);
        draft.Add("""{"statements":[{"statement":"Inventing\""");

        draft.Discard();
        draft.Add("""{"statements":[{"statement":"Agreeing""");

        Assert.Multiple(() =>
        {
            Assert.That(words.Shown, Is.EqualTo("Agreeing"));
            Assert.That(words.Discarded, Is.EqualTo(1));
        });
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static JsonObject Answer(IEnumerable<(string Statement, string Quote)> statements, bool isStatementFirst) => new()
    {
        ["statements"] = new JsonArray(
        [
            .. statements.Select(one =>
            {
                KeyValuePair<string, JsonNode?> statement = new("statement", one.Statement);
                KeyValuePair<string, JsonNode?> evidence = new(
                    "evidence", new JsonArray(new JsonObject { ["transcript"] = 1, ["statement"] = one.Quote }));

                return new JsonObject(isStatementFirst ? [statement, evidence] : [evidence, statement]);
            }),
        ]),
    };

    private static IEnumerable<string> Cut(string text, int[] lengths)
    {
        for (int start = 0, piece = 0; start < text.Length; piece++)
        {
            var length = Math.Min(lengths[piece % lengths.Length], text.Length - start);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static string Show(IEnumerable<string> pieces)
    {
        var words = new Words();
        var draft = new StatementDraft(words);
        foreach (var piece in pieces)
        {
            draft.Add(piece);
        }

        return words.Shown;
    }

    private static string Plain(string text) =>
        text.Replace('\n', ' ').Replace('\t', ' ').Replace('\u2028', ' ');

    private sealed class Words : IDraft
    {
        private readonly StringBuilder _shown = new();

        public string Shown => _shown.ToString();

        public int Discarded { get; private set; }

        public void Add(string text) => _shown.Append(text);

        public void Discard()
        {
            _shown.Clear();
            Discarded++;
        }
    }
}
