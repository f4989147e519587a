/** Where no batch is anywhere. */
export const NO_SAMPLES = { sampledAt: () => Promise.resolve(new Map<string, number>()) }
