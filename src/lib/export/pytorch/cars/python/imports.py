import argparse
import json
import math
import os
import platform
import time
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import torch
import torch.distributed as distributed
import torch.nn.functional as F
import torchvision
from PIL import Image
from torch import nn
from torchvision import transforms
