/** Where in memory the parameters of jobs lie that every thread reads. JavaScript learns the places from these exports. */

// Each of these is on a cache line of its own.
export const GO: usize = 1024;
export const DONE: usize = 1088;
export const NEXT: usize = 1152;

// Words of 32 bits.
export const JOB: usize = 1216;
export const THREADS: usize = 1220;
export const SAMPLES: usize = 1224;
export const FEATURES: usize = 1228;
export const GROUP_BYTES: usize = 1232;
export const UNITS: usize = 1236;
export const ROWS: usize = 1240;
export const COLUMNS: usize = 1244;
export const GRADIENT: usize = 1248;
export const HESSIAN: usize = 1252;
export const PACKED: usize = 1256;
export const PACKED_HESSIAN: usize = 1260;
export const TIMES: usize = 1264;
export const LIST: usize = 1268;
export const COUNT: usize = 1272;
export const STRIDE: usize = 1276;
export const WIDE: usize = 1280;
export const STAGE: usize = 1284;
export const SMALL: usize = 1288;
export const LARGE: usize = 1292;
export const INFO: usize = 1296;
export const MONOTONE: usize = 1300;
export const RESULTS: usize = 1304;
export const SIDES: usize = 1308;
export const COLUMN: usize = 1312;
export const LEFT_ROWS: usize = 1316;
export const RIGHT_ROWS: usize = 1320;
export const PARTS: usize = 1324;
export const LEAF: usize = 1328;
export const NODES: usize = 1332;
export const SYMMETRIC: usize = 1336;
export const FIRST: usize = 1340;
export const BUILD: usize = 1344;
export const FAILED: usize = 1348;
export const BLOCKS: usize = 1352;
export const VALUES: usize = 1356;
export const VALUE_COUNTS: usize = 1360;
export const SAMPLED: usize = 1364;
export const BATCH: usize = 1368;
export const FROM: usize = 1372;
export const BOUNDS: usize = 1376;
export const CODES: usize = 1380;
export const RANGES: usize = 1384;
export const LEAF_NUMBER: usize = 1388;
export const MAX_ONE_HOT: usize = 1392;
export const MAX_CATEGORIES: usize = 1396;
export const RADIX: usize = 1400;
export const DISTINCT: usize = 1404;
export const BOUNDED: usize = 1408;
export const ACCUMULATED: usize = 1412;
export const LEVEL: usize = 1416;
export const LEVEL_LEAVES: usize = 1420;
export const CELLS: usize = 1424;
export const CELL_COUNT: usize = 1428;
export const ENTRY_ROWS: usize = 1432;
export const ENTRY_VALUES: usize = 1436;
export const SPARE_ROWS: usize = 1440;
export const SPARE_VALUES: usize = 1444;
export const BIN: usize = 1448;
export const COSINE: usize = 1452;
export const NOISE_SEED: usize = 1456;

// Numbers of 64 bits.
export const SCALE: usize = 1536;
export const HESSIAN_SCALE: usize = 1544;
export const CONSTANT: usize = 1552;
export const L1: usize = 1560;
export const L2: usize = 1568;
export const MAX_DELTA: usize = 1576;
export const MIN_DATA: usize = 1584;
export const MIN_HESSIAN: usize = 1592;
export const MIN_GAIN: usize = 1600;
export const CAT_SMOOTH: usize = 1608;
export const CAT_L2: usize = 1616;
export const MIN_GROUP: usize = 1624;
export const AGREEMENT: usize = 1632;
export const LENGTH: usize = 1640;
export const LEAST_SCORE: usize = 1648;
export const NOISE: usize = 1656;
export const MIN_CATEGORY: usize = 1664;

/** What is known of the two leaves that are scanned: CHILD_BYTES each, the fields below from its start. */
export const CHILDREN: usize = 1792;
export const CHILD_BYTES: usize = 128;
export const CHILD_COUNT: usize = 0;
export const CHILD_G: usize = 8;
export const CHILD_H: usize = 16;
export const CHILD_LOW: usize = 24;
export const CHILD_HIGH: usize = 32;
export const CHILD_SCORE: usize = 40;
export const CHILD_SCANNED: usize = 48;
export const CHILD_MASK: usize = 52;
export const CHILD_ONLY: usize = 56;
// Those below are of the leaves of a level alone, whose table begins at LEVEL.
export const CHILD_SLOT: usize = 60;
export const CHILD_LIST: usize = 64;
export const CHILD_ROWS: usize = 68;
export const CHILD_FROM: usize = 72;
/** 0 where the histograms are there or are taken from a sibling's, 1 where they are made, 2 where they are for now only. */
export const CHILD_MAKE: usize = 76;

/**
 * A cell: the samples of one leaf and one prefix. Of those that are learned from, then of those that are answered for,
 * where their entries begin and how many they are; then of each the sums of gradients and of weights.
 */
export const CELL_BYTES: usize = 64;
export const CELL_LEARNED: usize = 0;
export const CELL_ANSWERED: usize = 8;
export const CELL_LEARNED_SUMS: usize = 16;
export const CELL_ANSWERED_SUMS: usize = 32;

/** A best split, RESULT_BYTES each: of unit u and child c it is number 2u + c. */
export const RESULT_BYTES: usize = 96;
export const RESULT_GAIN: usize = 0;
export const RESULT_Q: usize = 8;
export const RESULT_COUNT: usize = 16;
export const RESULT_H: usize = 24;
export const RESULT_FEATURE: usize = 32;
export const RESULT_BIN: usize = 36;
/** 0 a number with missing right, 1 with missing left, 2 one category, 3 a set of sorted ones. */
export const RESULT_KIND: usize = 40;
export const RESULT_SET: usize = 48;

/** Three numbers: the count, gradient and hessian of a list. */
export const SUMS: usize = 2048;
/** How many samples each thread sent left: at most MOST_THREADS words. */
export const PARTED: usize = 2112;
export const MOST_THREADS: usize = 256;

/** Bytes of a thread's own: for 1024 samples, 64 of bins and 16 of sums each. */
export const STAGE_BYTES: usize = 81920;

/** The least address that fields do not use. */
export const AFTER_FIELDS: usize = 4096;
