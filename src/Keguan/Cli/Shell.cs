using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration.Memory;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>What ended a command, as the shell sees it.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, or the check found something.</summary>
    public const int Refused = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The program or its surroundings failed: no database, no disk, a bug.</summary>
    public const int Failed = 3;
}

/// <summary>What a command has at hand: where to write, and how to open the house without serving it.</summary>
public sealed class Shell(TextWriter output, TextWriter error, IReadOnlyList<string> settings)
{
    public TextWriter Output => output;
    public TextWriter Error => error;

    public void Say(Text text) => output.WriteLine(text.ToString());

    /// <summary>Progress and complaints go where they do not end up in a file that the output is sent to.</summary>
    public void Tell(Text text) => error.WriteLine(text.ToString());

    /// <summary>The same with one more setting, which goes over the others.</summary>
    public Shell With(string setting) => new(output, error, [.. settings, setting]);

    /// <summary>Text in UTF-8, as it is, to where the output goes.</summary>
    public async Task WriteAsync(Stream text, CancellationToken cancel)
    {
        if (ReferenceEquals(output, Console.Out))
        {
            await using var terminal = Console.OpenStandardOutput();
            await text.CopyToAsync(terminal, cancel);
            return;
        }
        using var reader = new StreamReader(text);
        await output.WriteAsync(await reader.ReadToEndAsync(cancel));
    }

    /// <summary>The composition root, with the settings of the command line (`--KEGUAN_DATABASE=…`) over those of the environment.</summary>
    public WebApplicationBuilder Builder()
    {
        List<string> arguments = [.. settings];
        // Pages and static files lie beside the published program, wherever it is started from.
        if (!settings.Any(one => one.StartsWith("--contentRoot=", StringComparison.OrdinalIgnoreCase)) && Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
            arguments.Add("--contentRoot=" + AppContext.BaseDirectory);
        var builder = KeguanHost.CreateBuilder([.. arguments]);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        return builder;
    }

    /// <summary>What holds where neither files, environment nor command line say otherwise: the log tells what goes wrong, not every query.</summary>
    static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
    };

    /// <summary>Opens the database and all services, without web and background work.</summary>
    /// <param name="migrate">False for those who must find the database as it is.</param>
    public async Task<OpenHouse> OpenAsync(CancellationToken cancel, bool migrate = true)
    {
        var builder = Builder();
        // The screen belongs to the command's own words.
        builder.Logging.ClearProviders();
        var app = builder.Build();
        try
        {
            if (migrate) await Schema.MigrateAsync(app.Services, cancel);
            return new OpenHouse(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}

/// <summary>The house with its doors closed: services and database for one command, acting as the system.</summary>
public sealed class OpenHouse : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly AsyncServiceScope _scope;

    public OpenHouse(WebApplication app)
    {
        _app = app;
        _scope = app.Services.CreateAsyncScope();
        Get<CurrentActor>().Value = Actor.System;
    }

    /// <summary>Services of the command's one scope; they share one database context.</summary>
    public IServiceProvider Services => _scope.ServiceProvider;

    public KeguanDb Db => Get<KeguanDb>();

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>Acts as this account, by the identity it chose last, from here on.</summary>
    public async Task ActAsync(string userName, CancellationToken cancel)
    {
        var normalized = userName.ToUpperInvariant();
        var account = await Db.Users.AsNoTracking().FirstOrDefaultAsync(one => one.NormalizedUserName == normalized && one.DisabledAt == null, cancel)
            ?? throw new Refusal($"没有可用的账号“{userName}”", $"There is no active account “{userName}”");
        var grants = await Db.Set<Foundation.Accounts.RoleGrant>().AsNoTracking().Where(grant => grant.AccountId == account.Id && grant.EndedAt == null).OrderBy(grant => grant.Id).ToListAsync(cancel);
        var grant = grants.Find(one => one.Id == account.LastGrantId) ?? (grants.Count > 0 ? grants[0] : throw new Refusal(T("账号“{0}”没有任何身份", "Account “{0}” holds no role").With(userName)));
        Get<CurrentActor>().Value = new Actor
        {
            AccountId = account.Id,
            Name = account.DisplayName,
            GrantId = grant.Id,
            Role = grant.Role,
            OrganisationId = grant.OrganisationId,
            OrganisationName = grant.OrganisationName,
            Area = grant.Area,
            Section = grant.Section,
            PersonId = grant.PersonId,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _app.DisposeAsync();
    }
}
