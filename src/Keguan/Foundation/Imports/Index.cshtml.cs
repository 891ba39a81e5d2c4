using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Foundation.Imports;

[Needs(Permissions.SignedIn)]
public sealed class IndexModel(ImportRegistry registry) : ListPage<ImportList>
{
    /// <summary>What this actor may bring in.</summary>
    public IEnumerable<ImportDefinition> Mine => registry.All.Where(definition => Actor.Can(definition.Permission));
}
