// What of «Việc của tôi» comes when it is asked for: so small itself that the list of what each part needs is not part
// of the first screen.
export const followedList = () => import('./FollowedList.svelte');
export const listDesk = () => import('./ListDesk.svelte');
export const choosingList = () => import('./bulk/ChoosingList.svelte');
