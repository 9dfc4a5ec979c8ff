import { debianPackage, ensureProgram, findProgram, sayWhere, thisMachine, type Machine, type Program } from './programs.ts';

/** Exits with 0 where Python finds these, and loads none of them. */
const look = `import importlib.util, sys; sys.exit(any(importlib.util.find_spec(name) is None for name in ("torch", "torchvision", "numpy")))`;

function program(machine: Machine): Program {
  const hasTorch = (path: string): boolean => {
    try {
      machine.run(path, ['-c', look]);
      return true;
    } catch {
      return false;
    }
  };
  return {
    name: 'Python with PyTorch',
    variables: ['PYTHON_PATH'],
    commands: ['python3', 'python'],
    places: [],
    suits: hasTorch,
    installers: [
      debianPackage('PyTorch', 'python3-torch'),
      debianPackage('torchvision', 'python3-torchvision'),
      debianPackage('NumPy', 'python3-numpy'),
    ],
    advice: 'Python 3.8 or newer with the packages torch, torchvision and numpy',
  };
}

/**
 * Path of a Python that has PyTorch and torchvision: the one that PYTHON_PATH names, or the first on the search path.
 *
 * @throws Error where PYTHON_PATH names a file that does not exist.
 */
export const findPytorch = (machine: Machine = thisMachine()): string | undefined => findProgram(program(machine), machine);

/**
 * Finds a Python with PyTorch, and where there is none installs Debian's where we may.
 *
 * @throws Error that says in one line what to do, where nothing could be installed.
 */
export const ensurePytorch = (machine: Machine = thisMachine()): string => ensureProgram(program(machine), machine);

if (import.meta.main) sayWhere('Python with PyTorch', ensurePytorch);
