using Keguan.Foundation.Codes;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace Keguan.Foundation.Accounts;

/// <summary>Failures counted for a name that was typed or for a network address. In the database, so that all processes count together.</summary>
public sealed class SignInFailure
{
    /// <summary>"name:" and a hash, "address:" and the address, "mail:" and a hash.</summary>
    public required string Key { get; init; }
    public int Count { get; init; }
    public DateTime Since { get; init; }
    public DateTime? BlockedUntil { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<SignInFailure>
    {
        public void Configure(EntityTypeBuilder<SignInFailure> builder)
        {
            builder.ToTable("sign_in_failures");
            builder.HasKey(failure => failure.Key);
            builder.HasIndex(failure => failure.Since);
        }
    }
}

/// <summary>
/// Counts failures. Accounts are locked by their own row; typed names are counted whether they belong to somebody or not, so that the words
/// “locked until …” tell nothing about who has an account; addresses are blocked when too many attempts fail from there.
/// </summary>
public sealed class FailureCounter(KeguanDb db, TimeProvider time, IOptions<AccountOptions> options)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    public static string NameKey(string name) => "name:" + Hash(name);

    /// <summary>Requests for a mail to one address.</summary>
    public static string MailKey(string name) => "mail:" + Hash(name);

    /// <summary>One customer has a whole /64 of IPv6: it counts as one address.</summary>
    public static string AddressKey(string address)
    {
        if (!IPAddress.TryParse(address, out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6) return "address:" + address;
        var bytes = ip.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return "address:" + new IPAddress(bytes) + "/64";
    }

    /// <summary>Until when it is blocked, or null.</summary>
    public async Task<DateTime?> BlockedUntilAsync(string key, CancellationToken cancel = default)
    {
        var now = Now;
        return await db.Set<SignInFailure>().Where(failure => failure.Key == key && failure.BlockedUntil > now).Select(failure => failure.BlockedUntil).FirstOrDefaultAsync(cancel);
    }

    /// <summary>One more for a typed name; true when that blocks it. In a row, however long it takes, until one succeeds.</summary>
    public Task<bool> NameFailedAsync(string name, CancellationToken cancel = default) =>
        CountAsync(NameKey(name), options.Value.Failures, options.Value.Lock, DateTime.UnixEpoch, cancel);

    /// <summary>One more for an address; only those of the last minutes count.</summary>
    public Task<bool> AddressFailedAsync(string address, CancellationToken cancel = default)
    {
        var window = TimeSpan.FromMinutes(options.Value.AddressMinutes);
        return CountAsync(AddressKey(address), options.Value.AddressFailures, window, Now - window, cancel);
    }

    /// <summary>One more mail asked for; true from the fourth within an hour, which is not sent.</summary>
    public async Task<bool> TooManyMailsAsync(string name, CancellationToken cancel = default)
    {
        var key = MailKey(name);
        if (await BlockedUntilAsync(key, cancel) is not null) return true;
        await CountAsync(key, 3, TimeSpan.FromHours(1), Now - TimeSpan.FromHours(1), cancel);
        return false;
    }

    public Task ForgetNameAsync(string name, CancellationToken cancel = default)
    {
        var key = NameKey(name);
        return db.Set<SignInFailure>().Where(failure => failure.Key == key).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Failed for this account: counted in its row, in one statement, so that attempts at the same time all count. Returns until when it is locked by this one.</summary>
    public async Task<DateTime?> AccountFailedAsync(Guid accountId, CancellationToken cancel = default)
    {
        var now = Now;
        var most = options.Value.Failures;
        DateTime? until = now + options.Value.Lock;
        await db.Users.Where(account => account.Id == accountId && (account.LockedUntil == null || account.LockedUntil <= now)).ExecuteUpdateAsync(set => set
            .SetProperty(account => account.LockedUntil, account => account.AccessFailedCount + 1 >= most ? until : account.LockedUntil)
            .SetProperty(account => account.AccessFailedCount, account => account.AccessFailedCount + 1 >= most ? 0 : account.AccessFailedCount + 1), cancel);
        var locked = await db.Users.Where(account => account.Id == accountId).Select(account => account.LockedUntil).FirstOrDefaultAsync(cancel);
        return locked == until ? until : null;
    }

    /// <summary>Succeeded: counts from zero again. False when it was locked in the meantime, by failures at the same time: then the success does not count.</summary>
    public async Task<bool> AccountSucceededAsync(Guid accountId, CancellationToken cancel = default)
    {
        DateTime? now = Now;
        return await db.Users.Where(account => account.Id == accountId && account.DisabledAt == null && (account.LockedUntil == null || account.LockedUntil <= now)).ExecuteUpdateAsync(set => set
            .SetProperty(account => account.LockedUntil, (DateTime?)null)
            .SetProperty(account => account.AccessFailedCount, 0)
            .SetProperty(account => account.LastSignInAt, now), cancel) == 1;
    }

    async Task<bool> CountAsync(string key, int most, TimeSpan block, DateTime forgotten, CancellationToken cancel)
    {
        var now = Now;
        var until = now + block;
        // A block that has passed, and failures that are forgotten, begin a new count.
        var rows = await db.Database.SqlQuery<int>($"""
            INSERT INTO sign_in_failures (key, count, since, blocked_until) VALUES ({key}, 1, {now}, NULL)
            ON CONFLICT (key) DO UPDATE SET
              count = CASE WHEN sign_in_failures.blocked_until <= {now} OR sign_in_failures.since < {forgotten} THEN 1 ELSE sign_in_failures.count + 1 END,
              since = CASE WHEN sign_in_failures.blocked_until <= {now} OR sign_in_failures.since < {forgotten} THEN {now} ELSE sign_in_failures.since END,
              blocked_until = CASE WHEN sign_in_failures.blocked_until > {now} THEN sign_in_failures.blocked_until
                WHEN sign_in_failures.blocked_until <= {now} OR sign_in_failures.since < {forgotten} THEN NULL
                WHEN sign_in_failures.count + 1 >= {most} THEN {until} ELSE NULL END
            RETURNING count AS "Value"
            """).ToListAsync(cancel);
        if (rows[0] == 1) await db.Set<SignInFailure>().Where(failure => failure.Since < now.AddDays(-7) && (failure.BlockedUntil == null || failure.BlockedUntil < now)).ExecuteDeleteAsync(cancel);
        return rows[0] == most;
    }

    static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(HalfWidth.Of(name).Trim().ToUpperInvariant())))[..32];
}
