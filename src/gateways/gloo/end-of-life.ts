/** The day on which the open source edition of Gloo Gateway ends, as its project announced; kgateway succeeds it. */
export const GLOO_END_OF_LIFE = '2026-12-31';
