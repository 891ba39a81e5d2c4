using System.Reflection;
using Keguan;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;

// Writes one migration for each database from the difference between the model and the last snapshot: dotnet run --project tools/migrations NAME
var name = args.FirstOrDefault() ?? throw new ArgumentException("The migration's name is missing.");
var root = new DirectoryInfo(Environment.CurrentDirectory);
while (!File.Exists(Path.Combine(root.FullName, "Keguan.slnx"))) root = root.Parent!;
var project = Path.Combine(root.FullName, "src", "Keguan");

string? first = null;
Add<SqliteKeguanDb>("", "Sqlite");
Add<PostgresKeguanDb>("Host=localhost", "Postgres");

void Add<TDb>(string database, string kind) where TDb : KeguanDb
{
    // The house's own composition: the model depends on options (Identity's schema version).
    var temporary = Directory.CreateTempSubdirectory("keguan-migrations").FullName;
    using var provider = KeguanHost.CreateBuilder([$"--KEGUAN_DATABASE={database}", $"--KEGUAN_DATA={temporary}"]).Services.BuildServiceProvider();
    using var own = provider.CreateScope();
    var db = own.ServiceProvider.GetRequiredService<TDb>();
#pragma warning disable EF1001
    var reporter = new Microsoft.EntityFrameworkCore.Design.Internal.OperationReporter(null);
    var services = new Microsoft.EntityFrameworkCore.Design.Internal.DesignTimeServicesBuilder(typeof(KeguanDb).Assembly, Assembly.GetExecutingAssembly(), reporter, []).Build(db);
#pragma warning restore EF1001
    using var scope = services.CreateScope();
    var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
    var folder = Path.Combine(project, "Foundation", "Data", "Migrations", kind);
    var migration = scaffolder.ScaffoldMigration(name, "Keguan", "Foundation.Data.Migrations." + kind);
    var files = scaffolder.Save(project, migration, folder, dryRun: false);
    // One id for both databases: a backup of one is restored into the other only where both are at the same migration.
    var id = first ??= migration.MigrationId;
    foreach (var file in new[] { files.MigrationFile!, files.MetadataFile! })
    {
        var text = File.ReadAllText(file).Replace(migration.MigrationId, id, StringComparison.Ordinal);
        File.Delete(file);
        File.WriteAllText(file.Replace(migration.MigrationId, id, StringComparison.Ordinal), text);
    }
    Console.WriteLine($"{kind}: {id}");
}
