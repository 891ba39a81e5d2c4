using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;

namespace Keguan.Programmes.Payments;

[Needs(Permissions.JournalRead)]
public sealed class PostingsModel : ListPage<PostingList>;
