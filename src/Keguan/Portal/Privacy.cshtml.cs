using Microsoft.AspNetCore.Authorization;

namespace Keguan.Portal;

/// <summary>隐私与个人信息保护.</summary>
[AllowAnonymous]
public sealed class PrivacyModel : PortalPage;
