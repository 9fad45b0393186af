import {lstat, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink} from "node:fs/promises";
import {basename, dirname, join} from "node:path";

/**
 * Puts a finished site in its place. The place is a symbolic link to the version's own folder beside it; the link is
 * replaced by a rename, so that whoever looks finds the old site or the new one, whatever is killed meanwhile. The
 * version before is kept for those who are still reading it, older ones are removed. Throws where the place is taken by
 * something that is not a link.
 */
export async function swapIn(finished: string, out: string): Promise<void> {
  const before = await currentVersion(out);
  const parent = dirname(out);
  const version = `${versionPrefix(out)}${basename(finished)}`;
  await rename(finished, join(parent, version));
  const link = join(parent, `${version}.link`);
  await symlink(version, link, "dir");
  await rename(link, out);
  const keep = new Set([version, before]);
  for (const name of await readdir(parent)) {
    const stale = name.startsWith(versionPrefix(out)) && !keep.has(name);
    if (stale) await rm(join(parent, name), {recursive: true, force: true});
  }
}

/** The folder that a site's place leads to now; null where there is none. Throws where the place is not ours. */
export async function currentVersion(out: string): Promise<string | null> {
  const found = await lstat(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null) return null;
  if (!found.isSymbolicLink())
    throw new Error(`invalid output: ${out} is not a site that tapebook built; name another folder or remove it`);
  return readlink(out);
}

/** Makes a folder beside the site's place to work in, and removes those of builds that were killed. */
export async function workBeside(out: string): Promise<string> {
  const parent = dirname(out);
  const prefix = `.${basename(out)}-work-`;
  await mkdir(parent, {recursive: true});
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split("-")[0]);
    if (!isAlive(pid)) await rm(join(parent, name), {recursive: true, force: true});
  }
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

function versionPrefix(out: string): string {
  return `.${basename(out)}-version-`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
