using Keguan;
using Keguan.Foundation.Data;

var app = KeguanHost.CreateBuilder(args).Build().Pipeline();
await Schema.MigrateAsync(app.Services);
await app.RunAsync();

public partial class Program;
