using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Data;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Accounts;

/// <summary>Somebody with a real account, who comes to the front door and types.</summary>
public sealed class Someone
{
    public const string Password = "Changle-2026";
    public const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    public required City City { get; init; }
    public required Account Account { get; init; }
    public required IReadOnlyList<RoleGrant> Grants { get; init; }
    public string Name => Account.UserName!;

    public static Task<Someone> With(City city, Role role, bool totp = false, bool demo = false, string? email = null, string? phone = null) =>
        With(city, [new NewGrant(role) { OrganisationId = role.NeedsOrganisation ? Guid.CreateVersion7() : null, OrganisationName = role.NeedsOrganisation ? "云江瀚拓科技有限公司" : "" }], totp, demo, email, phone);

    public static async Task<Someone> With(City city, IReadOnlyList<NewGrant> grants, bool totp = false, bool demo = false, string? email = null, string? phone = null)
    {
        await using var scope = city.ScopeOf();
        var directory = scope.ServiceProvider.GetRequiredService<AccountDirectory>();
        var account = await directory.CreateAsync(new NewAccount
        {
            UserName = "u" + Guid.NewGuid().ToString("N")[..10],
            DisplayName = "陈若谷",
            Password = Password,
            Email = email ?? "",
            Phone = phone ?? "",
            TotpSecret = totp ? Secret : null,
            Demo = demo,
        });
        var added = new List<RoleGrant>();
        foreach (var grant in grants) added.Add(await scope.ServiceProvider.GetRequiredService<RoleGrants>().AddAsync(account, grant));
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync();
        return new Someone { City = city, Account = account, Grants = added };
    }

    public string Code => Totp.CodeAt(Secret, City.Clock.Now);

    public Task<Screen> SignIn(Visitor at, string? password = null, string? code = null, string? name = null, string url = "/accounts/signin") => Type(at, name ?? Name, password ?? Password, code, url);

    public async Task<Visitor> SignedIn(string? code = null)
    {
        var visitor = City.Public();
        await SignIn(visitor, code: code);
        Assert.True(visitor.Cookies.ContainsKey("kg-session"), visitor.Screen!.Text);
        return visitor;
    }

    public static async Task<Screen> Type(Visitor at, string name, string password, string? code = null, string url = "/accounts/signin")
    {
        var form = (await at.Open(url)).Form("登录").Set("Input.Name", name).Set("Input.Password", password);
        if (code is not null) form.Set("Input.Code", code);
        return await form.Submit();
    }

    public Task<Account> Now() => City.Db(db => db.Users.AsNoTracking().SingleAsync(account => account.Id == Account.Id));
}
