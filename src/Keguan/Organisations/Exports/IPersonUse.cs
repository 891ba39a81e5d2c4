using Keguan.Foundation;
using Keguan.Foundation.Data;

namespace Keguan.Organisations.Exports;

/// <summary>Asked before a person is removed from an organisation's list: who holds the person in a matter says so. Registered with `services.AddScoped&lt;IPersonUse, …&gt;()`.</summary>
public interface IPersonUse
{
    /// <summary>“是项目 YKJ2025-0142 的负责人”, or null where this module does not use the person.</summary>
    Task<Text?> UseAsync(KeguanDb db, Person person, CancellationToken cancel);
}
