import { expect, it } from 'vitest';
import { ensurePytorch, findPytorch } from '../../../src/lib/tools/pytorch.ts';
import { fakeMachine } from './fake-machine.ts';

const advice = new Error(
  'No Python with PyTorch was found or could be installed: install Python 3.8 or newer with the packages torch, torchvision and numpy and set PYTHON_PATH to its program file.',
);

it('takes the Python that PYTHON_PATH names before all others', () => {
  const machine = fakeMachine({ files: ['/opt/python', '/usr/bin/python3'], env: { PYTHON_PATH: '/opt/python' } });
  expect(findPytorch(machine)).toBe('/opt/python');
});

it('passes by a Python that has no PyTorch', () => {
  const files = ['/usr/local/bin/python3', '/usr/bin/python3'];
  expect(findPytorch(fakeMachine({ files, installs: { '/usr/bin/python3 -c': '/dev/null' } }))).toBe('/usr/bin/python3');
  expect(findPytorch(fakeMachine({ files }))).toBeUndefined();
});

it("installs Debian's as root", () => {
  const machine = fakeMachine({
    files: ['/etc/debian_version'],
    isRoot: true,
    installs: { update: '/var/lib/apt/lists', 'install -y': '/usr/bin/python3', '/usr/bin/python3 -c': '/dev/null' },
  });
  expect(ensurePytorch(machine)).toBe('/usr/bin/python3');
  expect(machine.ran).toContain('apt-get install -y --no-install-recommends python3-torch');
});

it('says what to do where there is none', () => {
  expect(() => ensurePytorch(fakeMachine({ files: ['/usr/bin/python3'] }))).toThrow(advice);
});
