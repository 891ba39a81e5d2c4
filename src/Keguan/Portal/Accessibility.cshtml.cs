using Microsoft.AspNetCore.Authorization;

namespace Keguan.Portal;

/// <summary>无障碍声明.</summary>
[AllowAnonymous]
public sealed class AccessibilityModel : PortalPage;
