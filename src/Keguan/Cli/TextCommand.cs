using System.CommandLine;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Keguan.Foundation.Similarity;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan text search` and `keguan text duplicates`: matching of texts from files, without a database.</summary>
static class TextCommand
{
    sealed record Document(string Id, string Text);

    /// <summary>What is wrong in a file, with its line.</summary>
    sealed class WrongFile(string message) : Exception(message);

    public static Command Create(Shell shell)
    {
        var command = new Command("text", T("文本：检索与查重", "Texts: search and near-duplicates").ToString());
        command.Subcommands.Add(Search(shell));
        command.Subcommands.Add(Duplicates(shell));
        return command;
    }

    static (Option<string> Documents, Option<string> Queries) Files() => (
        new Option<string>("--documents") { Description = T("被检索的文本，每行一个 {\"id\",\"text\"}", "The texts to look through, one {\"id\",\"text\"} a line").ToString(), Required = true, HelpName = "D.jsonl" },
        new Option<string>("--queries") { Description = T("要找的文本，每行一个 {\"id\",\"text\"}", "The texts to look for, one {\"id\",\"text\"} a line").ToString(), Required = true, HelpName = "Q.jsonl" });

    static Command Search(Shell shell)
    {
        var (documents, queries) = Files();
        var top = new Option<int>("--top") { Description = T("每个查询最多给出几个结果（默认 5）", "How many results per query at most (5 unless given)").ToString(), DefaultValueFactory = _ => 5, HelpName = "N" };
        top.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1) given.AddError(T("--top 至少为 1", "--top must be at least 1").ToString());
        });
        var command = new Command("search", T("为每个查询找出最相近的文本，输出一个 JSON", "Find the nearest texts for each query; prints one JSON document").ToString()) { documents, queries, top };
        command.SetAction((parsed, cancel) => RunAsync(shell, parsed.GetValue(documents)!, parsed.GetValue(queries)!, (known, asked, json) =>
        {
            var index = new TextIndex<string>();
            foreach (var one in known) index.Add(one.Id, one.Text);
            index.Compact(cancel);
            var hits = Each(asked, query => index.Search(query.Text, parsed.GetValue(top)), cancel);
            json.WriteStartObject("results");
            for (var i = 0; i < asked.Count; i++)
            {
                json.WriteStartArray(asked[i].Id);
                foreach (var hit in hits[i]) json.WriteStringValue(hit.Key);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }, cancel));
        return command;
    }

    static Command Duplicates(Shell shell)
    {
        var (documents, queries) = Files();
        var command = new Command("duplicates", T(
            "查重：列出每个查询所重复的文本和相似度（0 到 1），只列应请工作人员过目的，输出一个 JSON",
            "Near-duplicates: the texts that each query repeats, with a score from 0 to 1, only those an officer should look at; prints one JSON document").ToString()) { documents, queries };
        command.SetAction((parsed, cancel) => RunAsync(shell, parsed.GetValue(documents)!, parsed.GetValue(queries)!, (known, asked, json) =>
        {
            var texts = known.ToDictionary(one => one.Id, one => one.Text, StringComparer.Ordinal);
            var finder = new DuplicateFinder<string>(texts.GetValueOrDefault);
            foreach (var one in known) finder.Add(one.Id, one.Text);
            finder.Compact(cancel);
            // A record is not its own duplicate: the same id with the same text, as when a collection is held against itself.
            var found = Each(asked, query => finder.Find(query.Text, skip: id => id == query.Id && texts[id] == query.Text), cancel);
            json.WriteStartArray("pairs");
            for (var i = 0; i < asked.Count; i++)
            {
                foreach (var one in found[i])
                {
                    json.WriteStartArray();
                    json.WriteStringValue(asked[i].Id);
                    json.WriteStringValue(one.Key);
                    json.WriteNumberValue(Math.Round(one.Score, 3));
                    json.WriteEndArray();
                }
            }
            json.WriteEndArray();
        }, cancel));
        return command;
    }

    static TResult[] Each<TResult>(List<Document> asked, Func<Document, TResult> answer, CancellationToken cancel)
    {
        var answers = new TResult[asked.Count];
        Parallel.For(0, asked.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => answers[i] = answer(asked[i]));
        return answers;
    }

    static async Task<int> RunAsync(Shell shell, string documents, string queries, Action<List<Document>, List<Document>, Utf8JsonWriter> answer, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        List<Document> known, asked;
        try
        {
            (known, asked) = (await ReadAsync(documents, cancel), await ReadAsync(queries, cancel));
        }
        catch (Exception wrong) when (wrong is WrongFile or IOException or UnauthorizedAccessException)
        {
            shell.Error.WriteLine(wrong.Message);
            return ExitCode.Usage;
        }
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            answer(known, asked, json);
            json.WriteNumber("seconds", Math.Round(clock.Elapsed.TotalSeconds, 3));
            json.WriteEndObject();
        }
        document.WriteByte((byte)'\n');
        document.Position = 0;
        await shell.WriteAsync(document, cancel);
        return ExitCode.Done;
    }

    static async Task<List<Document>> ReadAsync(string file, CancellationToken cancel)
    {
        var read = new List<Document>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file, cancel))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            Document one;
            try
            {
                using var json = JsonDocument.Parse(line);
                var id = json.RootElement.GetProperty("id");
                one = new Document(id.ValueKind == JsonValueKind.Number ? id.GetRawText() : id.GetString()!, json.RootElement.GetProperty("text").GetString()!);
            }
            catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new WrongFile($"{file}:{number}: " + T("应为一行 {\"id\",\"text\"}", "expected {\"id\",\"text\"}"));
            }
            if (one.Id is null || one.Text is null) throw new WrongFile($"{file}:{number}: " + T("id 和 text 不能为空", "id and text must not be null"));
            if (!ids.Add(one.Id)) throw new WrongFile($"{file}:{number}: " + T("id “{0}”重复", "the id “{0}” occurs twice").With(one.Id));
            read.Add(one);
        }
        return read;
    }
}
