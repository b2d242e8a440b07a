/** The flags with which the image and the unit of `deploy/` start the program. */
export const FLAGS = ['--heap-growing-percent=40', '--max-semi-space-size=32', '--v8-pool-size=2', '--no-sparkplug'];
