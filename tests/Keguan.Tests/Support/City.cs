using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;

namespace Keguan.Tests.Support;

/// <summary>A city on SQLite. As class fixture: one for all tests of the class.</summary>
public sealed class Sqlite() : City(Database.Sqlite);

/// <summary>A city on PostgreSQL. Its tests are skipped where no server is given.</summary>
public sealed class Postgres() : City(Database.Postgres);

/// <summary>A bureau's running Keguan under test: the whole application in this process, on a fresh database of its own, with a clock that the test moves.</summary>
public abstract class City(Database database) : IAsyncLifetime
{
    WebApplication? _app;
    string _connection = "";
    string _folder = "";

    public Database Database => database;
    public string? Missing => database.Missing;
    public Clock Clock { get; } = new();

    /// <summary>Changes to the services of this city, before it starts.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    /// <summary>Pages of the test's own behind the application's whole pipeline.</summary>
    public Action<WebApplication>? Map { get; init; }

    /// <summary>Further settings, as on the command line.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Serves on a real port (<see cref="Address"/>), for browsers and load.</summary>
    public bool OnPort { get; init; }

    /// <summary>Lets the background workers run. By default they sleep, and tests that need their work ask for it, so that nothing happens by chance.</summary>
    public bool InBackground { get; init; }

    /// <summary>The system's own time instead of <see cref="Clock"/>.</summary>
    public bool RealTime { get; init; }

    public IServiceProvider Services => App.Services;
    public string Address { get; private set; } = "http://localhost";

    /// <summary>Warnings and errors of the application.</summary>
    public TestLog Log { get; } = new();

    /// <summary>The data folder: documents, keys, and the file of SQLite.</summary>
    public string Folder => _folder;

    /// <summary>Value of KEGUAN_DATABASE.</summary>
    public string Connection => _connection;

    WebApplication App => _app ?? throw new InvalidOperationException(Missing ?? "The city has not started.");

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        _folder = Database.NewFolder();
        _connection = await database.CreateAsync(_folder);
        await StartAsync();
    }

    async Task StartAsync()
    {
        // Below the repository, so that pages and static files are found as in development.
        string[] args =
        [
            "--KEGUAN_DATABASE=" + _connection, "--KEGUAN_DATA=" + _folder, "--applicationName=Keguan", "--environment=Development",
            "--contentRoot=" + Repository.At("src", "Keguan"), "--Logging:LogLevel:Default=Warning",
            // Hashing for real would take most of the time of a test; sessions outlast the hours that tests let pass.
            "--Accounts:HashIterations=1000", "--Accounts:IdleMinutes=1440", "--Accounts:AbsoluteHours=24",
            .. Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        var builder = KeguanHost.CreateBuilder(args);
        builder.Logging.ClearProviders().AddProvider(Log);
        if (OnPort) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer(options => options.PreserveExecutionContext = true);
        if (!RealTime) builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        builder.Services.ConfigureDbContext<SqliteKeguanDb>(options => options.AddInterceptors(new QueryCount.Interceptor()));
        builder.Services.ConfigureDbContext<PostgresKeguanDb>(options => options.AddInterceptors(new QueryCount.Interceptor()));
        if (!InBackground) PutWorkersToSleep(builder.Services);
        Configure?.Invoke(builder.Services);
        _app = builder.Build().Pipeline();
        Map?.Invoke(_app);
        await _app.StartAsync();
        if (OnPort) Address = _app.Urls.First();
    }

    /// <summary>Stops the web and the background; services and database are still at hand for the test.</summary>
    public async Task StopAsync()
    {
        await App.StopAsync();
        await database.ReleaseAsync(_connection);
    }

    /// <summary>Stops the application and starts it again on the same database and folder, as after a restart of the machine.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_app is not null) await _app.DisposeAsync();
        if (_connection.Length > 0) await database.DropAsync(_connection);
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
    }

    // ── what a test does with it ──────────────────────────────────────────────────────────────────────

    /// <summary>Somebody from the public, in front of the portal.</summary>
    public Visitor Public() => new(this, OnPort ? new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false } : App.GetTestServer().CreateHandler());

    /// <summary>
    /// Somebody new who holds this role, signed in: a real account, grant, session and cookie; only the typing of password and code is left out.
    /// </summary>
    public async Task<Visitor> As(Role role, Guid? organisation = null, string organisationName = "", string area = "", string section = "", Guid? person = null, string? name = null)
    {
        var number = Guid.NewGuid().ToString("N")[..8];
        var account = new Account
        {
            UserName = $"{role.Code}-{number}",
            NormalizedUserName = $"{role.Code}-{number}".ToUpperInvariant(),
            DisplayName = name ?? role.Label.Zh + number[..4],
            SecurityStamp = number,
            CreatedAt = Clock.Now,
        };
        account.Id = Guid.CreateVersion7();
        var grant = new RoleGrant
        {
            AccountId = account.Id,
            Role = role.Code,
            OrganisationId = organisation ?? (role.NeedsOrganisation ? Guid.CreateVersion7() : null),
            OrganisationName = organisationName,
            Area = area,
            Section = section,
            PersonId = person,
            GrantedAt = Clock.Now,
        };
        await Save(account, grant);
        return await As(account, grant);
    }

    /// <summary>The same person in another browser, or an account that a test has made or loaded.</summary>
    public async Task<Visitor> As(Account account, RoleGrant? grant = null)
    {
        var visitor = Public();
        visitor.Account = account;
        visitor.Grant = grant;
        await SignIn(visitor);
        return visitor;
    }

    /// <summary>Signs the visitor in (again): needed after the clock went further than a session lasts.</summary>
    public async Task SignIn(Visitor visitor)
    {
        if (visitor.Account is not { } account) throw new InvalidOperationException("The public has no account.");
        await using var scope = Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        var own = await scope.ServiceProvider.GetRequiredService<KeguanDb>().Users.SingleAsync(one => one.Id == account.Id);
        await scope.ServiceProvider.GetRequiredService<SignIns>().BeginAsync(http, own, visitor.Grant?.Id, "test");
        foreach (var cookie in SetCookieHeaderValue.ParseList(http.Response.Headers.SetCookie)) visitor.Cookies[cookie.Name.Value!] = cookie.Value.Value!;
    }

    /// <summary>Works with the database, or any other service, in a scope of its own. `await city.Do(async (KeguanDb db) => …)`</summary>
    public async Task Do<TService>(Func<TService, Task> work, Actor? actor = null) where TService : notnull
    {
        await using var scope = ScopeOf(actor);
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<TResult> Ask<TService, TResult>(Func<TService, Task<TResult>> work, Actor? actor = null) where TService : notnull
    {
        await using var scope = ScopeOf(actor);
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A question to the database: `await city.Db(db => db.Set&lt;Entry>().CountAsync())`.</summary>
    public Task<TResult> Db<TResult>(Func<KeguanDb, Task<TResult>> work) => Ask(work);

    /// <summary>A scope in which several services see the same database context, acting as the system unless somebody is named.</summary>
    public AsyncServiceScope ScopeOf(Actor? actor = null)
    {
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor ?? Actor.System;
        return scope;
    }

    public Task Save(params object[] entities) => Do(async (KeguanDb db) =>
    {
        db.AddRange(entities);
        await db.SaveChangesAsync();
    });

    public QueryCount CountQueries() => new();

    // ── background ────────────────────────────────────────────────────────────────────────────────────

    static void PutWorkersToSleep(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is not { IsKeyedService: false } descriptor || descriptor.ServiceType != typeof(IHostedService)) continue;
            var maker = descriptor.ImplementationType ?? descriptor.ImplementationInstance?.GetType() ?? descriptor.ImplementationFactory?.Method.DeclaringType;
            if (maker?.Assembly != typeof(KeguanHost).Assembly) continue;
            services[i] = ServiceDescriptor.Singleton<IHostedService>(provider =>
            {
                var worker = descriptor.ImplementationInstance ?? descriptor.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
                return worker is BackgroundService ? new Asleep() : (IHostedService)worker;
            });
        }
    }

    sealed class Asleep : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
