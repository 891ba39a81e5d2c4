using System.Text.Json;
using Keguan.Tests.Foundation.Similarity;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public sealed class TextCommandTests : IDisposable
{
    readonly string _folder = Database.NewFolder();

    [Fact]
    public async Task Search_gives_the_nearest_documents_of_each_query()
    {
        var documents = Lines("d.jsonl", Paper.Own.Select((record, i) => ($"d{i}", record.Abstract)));
        var queries = Lines("q.jsonl", Paper.Own.Select((record, i) => ($"q{i}", record.Keywords)).Append(("none", "xyz")));
        using var answer = await AnswerAsync("text", "search", "--documents", documents, "--queries", queries, "--top", "2");
        var results = answer.RootElement.GetProperty("results");
        for (var i = 0; i < Paper.Own.Count; i++)
        {
            var own = results.GetProperty($"q{i}");
            Assert.Equal($"d{i}", own[0].GetString());
            Assert.True(own.GetArrayLength() <= 2);
        }
        Assert.Equal(0, results.GetProperty("none").GetArrayLength());
        Assert.True(answer.RootElement.GetProperty("seconds").GetDouble() >= 0);
    }

    [Fact]
    public async Task Duplicates_gives_the_pairs_that_an_officer_should_see()
    {
        var random = new Random(4);
        var documents = Lines("d.jsonl", Paper.Own.Select((record, i) => ($"d{i}", record.Abstract)));
        var queries = Lines("q.jsonl", Paper.Own.Take(3).Select((record, i) => ($"q{i}", Paper.Alter(record.Abstract, 0.15, 0.15, random))).Append(("new", "城市轨道交通车站的客流预测方法及其在早高峰限流中的应用，误差小于百分之五。")));
        using var answer = await AnswerAsync("text", "duplicates", "--documents", documents, "--queries", queries);
        var pairs = answer.RootElement.GetProperty("pairs").EnumerateArray().ToList();
        Assert.Equal(["q0 d0", "q1 d1", "q2 d2"], pairs.Select(pair => $"{pair[0].GetString()} {pair[1].GetString()}"));
        Assert.All(pairs, pair => Assert.InRange(pair[2].GetDouble(), 0.35, 1));
    }

    [Fact]
    public async Task A_collection_held_against_itself_has_no_duplicates_but_real_ones()
    {
        var documents = Lines("d.jsonl", Paper.Own.Select((record, i) => ($"d{i}", record.Abstract)).Append(("again", Paper.Own[2].Abstract)));
        using var answer = await AnswerAsync("text", "duplicates", "--documents", documents, "--queries", documents);
        Assert.Equal(["d2 again", "again d2"], answer.RootElement.GetProperty("pairs").EnumerateArray().Select(pair => $"{pair[0].GetString()} {pair[1].GetString()}"));
    }

    [Fact]
    public async Task A_file_that_is_wrong_or_missing_ends_with_2_and_says_where()
    {
        var good = Lines("good.jsonl", [("a", "文本")]);
        var bad = Path.Combine(_folder, "bad.jsonl");
        File.WriteAllText(bad, "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\"}\n");
        var answer = (await Terminal.RunAsync("text", "search", "--documents", good, "--queries", bad)).Ended(2);
        Assert.Contains("bad.jsonl:2", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
        Assert.Empty((await Terminal.RunAsync("text", "duplicates", "--documents", Path.Combine(_folder, "nowhere"), "--queries", good)).Ended(2).Output);
        Assert.Empty((await Terminal.RunAsync("text", "search", "--documents", good)).Ended(2).Output);
    }

    static async Task<JsonDocument> AnswerAsync(params string[] arguments)
    {
        var answer = (await Terminal.RunAsync(arguments)).Ended(0);
        Assert.Empty(answer.Error);
        return JsonDocument.Parse(answer.Output);
    }

    string Lines(string name, IEnumerable<(string Id, string Text)> documents)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllLines(file, documents.Select(one => JsonSerializer.Serialize(new { id = one.Id, text = one.Text })));
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
