
namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// What everybody may see of the Journal without signing in: its signed head, its public keys, and proofs. All of it is hashes; whoever holds
/// a record can show that it is in the tree, and nobody learns a record from the tree.
/// </summary>
public static class SealingEndpoints
{
    public static void MapSealing(this IEndpointRouteBuilder app)
    {
        var journal = app.MapGroup("/journal").AllowAnonymous();

        journal.MapGet("/checkpoint", async (StoredTree tree, HttpContext http, CancellationToken cancel) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return await tree.NoteAsync(null, cancel) is { } note ? Results.Text(note.ToString(), "text/plain", System.Text.Encoding.UTF8) : Results.NotFound();
        });

        journal.MapGet("/key", async (StoredTree tree, CheckpointKey key, CancellationToken cancel) =>
        {
            // One line per key, the present one first; below it the same for OpenSSL.
            var keys = await tree.KeysAsync(cancel);
            if (keys.Count == 0) keys = [key.Public];
            return Results.Text(string.Concat(keys.Reverse().Select(k => $"{k}\n{k.ToPem()}\n")), "text/plain", System.Text.Encoding.UTF8);
        });

        journal.MapGet("/proof/{entryId:guid}", async (Guid entryId, long? size, StoredTree tree, CancellationToken cancel) =>
            await tree.InclusionAsync(entryId, size, cancel) is { } proof
                ? Results.Json(new
                {
                    Entry = entryId,
                    proof.Position,
                    Leaf = proof.Leaf.ToString(),
                    proof.Head.Size,
                    Root = proof.Head.Root.ToString(),
                    Path = proof.Path.Select(hash => hash.ToString()),
                    Checkpoint = (await tree.NoteAsync(proof.Head.Size, cancel))!.ToString(),
                }, Journal.Json)
                : Results.NotFound());

        journal.MapGet("/consistency/{first:long}/{second:long}", async (long first, long second, StoredTree tree, CancellationToken cancel) =>
            await tree.HeadAsync(cancel) is { } head && first >= 0 && first <= second && second <= head.Size
                ? Results.Json(new
                {
                    First = first,
                    FirstRoot = (await tree.RootAsync(first, cancel)).ToString(),
                    Second = second,
                    SecondRoot = (await tree.RootAsync(second, cancel)).ToString(),
                    Path = (await tree.ConsistencyAsync(first, second, cancel)).Select(hash => hash.ToString()),
                }, Journal.Json)
                : Results.NotFound());
    }
}
