namespace Keguan.Foundation.Accounts;

/// <summary>
/// 演示环境: set by KEGUAN_DEMO=1 (`serve --demo`). There, and only there, the accounts of the demonstration city can sign in, by password alone; every page says that it is one.
/// Elsewhere these accounts, whose passwords stand in the README, are as good as disabled.
/// </summary>
public sealed class DemoMode(IConfiguration configuration)
{
    public const string Setting = "KEGUAN_DEMO";

    public bool On => configuration[Setting] == "1";
}
