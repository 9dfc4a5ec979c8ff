import argparse
import gzip
import hashlib
import json
import math
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Callable, Optional

import numpy as np
import torch
import torch.distributed as distributed
import torch.nn.functional as F
from torch import nn
